import type { Actor, AnyActor, Input, Out, Self } from '../../engine/actor';
import type { Fault } from '../../engine/faults/fault';
import { constant } from '../../engine/random/distributions';
import { Simulation } from '../../engine/simulation';
import type { TraceRecord } from '../../engine/trace/record';
import { MILLISECOND, NONE, type ConnectionId, type Micros, type NodeId } from '../../engine/units';
import type { NodeSpec } from '../../engine/world';
import type { ConsumerDriver, Delivery, ProducerDriver } from '../ports';
import { broker } from './broker';
import type { BrokerConfig, ConsumerConfig, ProducerConfig, QueueDeclaration } from './config';
import { consumer } from './consumer';
import { PERSISTENT, publish, type Packet } from './packets';
import { producer } from './producer';
import type { BrokerMemory } from './state';
import { brokerVocabulary } from './vocabulary';

/** For the tests of this folder: a broker with scripted clients, or with the client libraries, on links of 1 ms. */

export const queue = (name: string, more: Partial<QueueDeclaration> = {}): QueueDeclaration => ({
  name,
  durable: true,
  exclusive: false,
  autoDelete: false,
  arguments: {},
  ...more,
});

/** What a scripted client does, and when. */
export interface Act {
  readonly at: Micros;
  readonly packet: Packet;
}

export const at = (ms: number, ...packets: Packet[]): Act[] =>
  packets.map((packet) => ({ at: ms * MILLISECOND, packet }));

/** `count` messages to a queue by the default exchange. */
export const publishes = (queueName: string, count: number, mandatory = false): Packet[] =>
  Array.from({ length: count }, () => publish(1, '', queueName, mandatory, PERSISTENT, NONE));

export const consume = (
  queueName: string,
  tag: string,
  more: { readonly autoAck?: boolean; readonly priority?: number } = {},
): Packet => ({
  kind: 'consume',
  channel: 1,
  queue: queueName,
  consumer: tag,
  autoAck: more.autoAck ?? false,
  exclusive: false,
  priority: more.priority ?? 0,
});

export const qos = (prefetch: number): Packet => ({ kind: 'qos', channel: 1, prefetch, global: false });

/** A packet that came, and the number of the message it speaks of (1 is the first published), 0 for none. */
export interface Heard {
  readonly at: Micros;
  readonly packet: Packet;
  readonly message: number;
}

interface ScriptConfig {
  readonly broker: NodeId;
  readonly acts: readonly Act[];
}

interface ScriptMemory {
  connection: ConnectionId;
  produced: number;
  readonly heard: Heard[];
  closed: Micros;
}

type ScriptTimer = { readonly kind: 'act'; readonly index: number };

const scripted: Actor<ScriptConfig, ScriptMemory, null, Packet, ScriptTimer> = {
  kind: 'scripted-client',
  vocabulary: brokerVocabulary,
  disk: () => null,
  memory: () => ({ connection: NONE, produced: 0, heard: [], closed: NONE }),
  step(self, input, out) {
    const { memory, config } = self;
    if (input.kind === 'start') memory.connection = out.connect(config.broker);
    else if (input.kind === 'opened') {
      out.send(memory.connection, { kind: 'channel-open', channel: 1 });
      config.acts.forEach((act, index) => void out.timer(Math.max(0, act.at - out.now), { kind: 'act', index }));
    } else if (input.kind === 'timer') {
      const { packet } = config.acts[input.timer.index]!;
      if (packet.kind !== 'publish') return void out.send(memory.connection, packet);
      memory.produced += 1;
      out.sendCopy(memory.connection, packet, out.produce(memory.produced, NONE), NONE);
    } else if (input.kind === 'packet')
      memory.heard.push({ at: out.now, packet: input.packet, message: input.message + 1 });
    else if (input.kind === 'closed') memory.closed = out.now;
  },
};

interface AppConfig {
  readonly driver: ProducerConfig;
  readonly messages: number;
}

/** An application that asks for so many messages at 10, 20, 30 … ms. */
const application = (
  driver: ProducerDriver<ProducerConfig, never, never>,
): Actor<AppConfig, { inner: unknown }, object, Packet, { readonly kind: 'ask'; readonly number: number }> => ({
  kind: 'application',
  vocabulary: brokerVocabulary,
  disk: (config, setup) => driver.disk(config.driver, setup) as object,
  memory: (config, disk) => ({ inner: { ...(driver.memory(config.driver, disk as never) as object) } }),
  step(self, input, out) {
    const inner = {
      id: self.id,
      name: self.name,
      config: self.config.driver,
      memory: self.memory.inner as never,
      disk: self.disk as never,
    };
    if (input.kind === 'start') {
      driver.start(inner, out as unknown as Out);
      for (let number = 1; number <= self.config.messages; number += 1)
        out.timer(number * 10 * MILLISECOND, { kind: 'ask', number });
    } else if (input.kind === 'timer' && input.timer.kind === 'ask') {
      const { number } = input.timer;
      driver.publish(
        inner,
        { message: out.produce(number, NONE), number, key: NONE, parent: NONE },
        out as unknown as Out,
      );
    } else driver.input(inner, input as Input, out as unknown as Out);
  },
});

/** What a worker did: `take m1`, `gone m1`, … */
export interface WorkerMemory {
  inner: unknown;
  readonly log: string[];
  delivery: Delivery | null;
}

interface WorkerConfig {
  readonly driver: ConsumerConfig;
  readonly work: Micros;
}

/** A worker that takes one delivery after the other, works, and acks. */
const worker = (
  driver: ConsumerDriver<ConsumerConfig, never, never>,
): Actor<WorkerConfig, WorkerMemory, object, Packet, { readonly kind: 'worked' }> => ({
  kind: 'worker',
  vocabulary: brokerVocabulary,
  disk: (config, setup) => driver.disk(config.driver, setup) as object,
  memory: (config, disk) => ({ inner: driver.memory(config.driver, disk as never), log: [], delivery: null }),
  step(self, input, out) {
    const { memory, config } = self as Self<WorkerConfig, WorkerMemory, object>;
    const inner = {
      id: self.id,
      name: self.name,
      config: config.driver,
      memory: memory.inner as never,
      disk: self.disk as never,
    };
    const plain = out as unknown as Out;
    if (input.kind === 'start') return driver.start(inner, plain);
    if (input.kind === 'timer' && input.timer.kind === 'worked') {
      const delivery = memory.delivery!;
      memory.delivery = null;
      const outcome = driver.settle(inner, delivery, { kind: 'ack', multiple: false }, plain);
      memory.log.push(`${outcome} m${delivery.message + 1}`);
      if (outcome === 'gone') driver.drop(inner, delivery, plain);
    } else driver.input(inner, input as Input, plain);
    if (memory.delivery !== null) return;
    memory.delivery = driver.next(inner, plain);
    if (memory.delivery === null) return;
    memory.log.push(`take m${memory.delivery.message + 1}${memory.delivery.redelivered ? '*' : ''}`);
    out.timer(config.work, { kind: 'worked' });
  },
});

export interface WorldOptions {
  readonly broker?: Partial<BrokerConfig>;
  readonly clients?: Readonly<Record<string, readonly Act[]>>;
  readonly producers?: Readonly<Record<string, Partial<ProducerConfig> & { readonly messages: number }>>;
  readonly workers?: Readonly<Record<string, Partial<ConsumerConfig> & { readonly work: Micros }>>;
  readonly faults?: readonly Fault[];
}

export const BROKER: NodeId = 0;

const PRODUCER: ProducerConfig = {
  broker: BROKER,
  exchange: '',
  routingKey: 'q',
  mandatory: false,
  properties: PERSISTENT,
  heedsBlocked: true,
  confirms: true,
  confirmTimeout: 100 * MILLISECOND,
  retry: { retries: 0, first: 50 * MILLISECOND, factor: 2, max: 1_000 * MILLISECOND, jitter: 0 },
  reconnectAfter: 20 * MILLISECOND,
  heartbeat: 0,
};
const CONSUMER: ConsumerConfig = {
  broker: BROKER,
  queue: 'q',
  prefetch: 0,
  autoAck: false,
  exclusive: false,
  priority: 0,
  reconnectAfter: 20 * MILLISECOND,
  heartbeat: 0,
  confirms: false,
  mandatory: false,
  exchanges: [],
  declares: null,
};

/** A world with one broker, `broker`, and the clients named. Each queue feeds subscription 0. */
export class TestWorld {
  readonly simulation: Simulation;
  private readonly names: readonly string[];

  constructor({ broker: settings = {}, clients = {}, producers = {}, workers = {}, faults = [] }: WorldOptions) {
    const queues = settings.queues ?? [queue('q')];
    const config: BrokerConfig = {
      version: '4.3',
      vhost: '/',
      exchanges: [],
      queues,
      bindings: [],
      heartbeat: 0,
      consumerTimeout: 0,
      channelTick: 60_000 * MILLISECOND,
      memoryLimit: 0,
      memoryCheck: 100 * MILLISECOND,
      meanings: queues.map(({ name }) => ({ queue: name, subscriptions: [0], deadLetter: false })),
      ...settings,
    };
    const node = (name: string, actor: unknown, part: unknown): NodeSpec => ({
      info: { name, title: name, subtitle: '', column: 'broker', program: [], code: [] },
      actor: actor as AnyActor,
      config: part,
      messagePrefix: 'm',
    });
    const nodes = [
      node('broker', broker, config),
      ...Object.entries(clients).map(([name, acts]) =>
        node(name, scripted, { broker: BROKER, acts } satisfies ScriptConfig),
      ),
      ...Object.entries(producers).map(([name, { messages, ...more }]) =>
        node(name, application(producer as never), { messages, driver: { ...PRODUCER, ...more } }),
      ),
      ...Object.entries(workers).map(([name, { work, ...more }]) =>
        node(name, worker(consumer as never), { work, driver: { ...CONSUMER, ...more } }),
      ),
    ];
    this.names = nodes.map(({ info }) => info.name);
    this.simulation = new Simulation({
      scenario: 'test',
      variant: '',
      noun: ['message', 'messages'],
      seed: 1,
      until: 60_000 * MILLISECOND,
      nodes,
      subscriptions: ['s'],
      faults,
      recordLimit: 1_000_000,
      links: this.names
        .slice(1)
        .map((name) => ({ a: 'broker', b: name, transport: 'connection', latency: constant(MILLISECOND), loss: 0 })),
    });
  }

  /** Runs to a moment; without one, a second after the last act. */
  run(untilMs = 3_000): this {
    this.simulation.runUntil(untilMs * MILLISECOND);
    return this;
  }

  id(name: string): NodeId {
    return this.names.indexOf(name);
  }

  memory<T>(name: string): T {
    return this.simulation.world.nodes[this.id(name)]!.memory as T;
  }

  /** What a scripted client was delivered: `m1`, `m1*` when redelivered. */
  deliveries(name: string): string[] {
    return this.heard(name, 'deliver').map(
      ({ packet, message }) => `m${message}${(packet as { redelivered: boolean }).redelivered ? '*' : ''}`,
    );
  }

  heard(name: string, kind: Packet['kind']): Heard[] {
    return this.memory<ScriptMemory>(name).heard.filter(({ packet }) => packet.kind === kind);
  }

  closedAt(name: string): Micros {
    return this.memory<ScriptMemory>(name).closed;
  }

  /** What is ready in a queue, in order. */
  ready(name = 'q'): string[] {
    const { ready, head } = this.memory<BrokerMemory>('broker').queues.get(name)!;
    return ready.slice(head).map((entry) => `m${entry.message + 1}${entry.redelivered ? '*' : ''}`);
  }

  unacked(name = 'q'): number {
    return this.memory<BrokerMemory>('broker').queues.get(name)!.unacked;
  }

  /** The run's records of a kind. */
  records<K extends TraceRecord['kind']>(kind: K): TraceRecord<K>[] {
    const { trace } = this.simulation;
    const all = Array.from({ length: trace.length }, (_, index) => trace.record(index));
    return all.filter((record) => record.kind === kind) as unknown as TraceRecord<K>[];
  }
}

/** A fault of the broker's process: it dies, and starts again so much later. */
export const crashAt = (ms: number, forMs: number, node: NodeId = BROKER): Fault => ({
  when: { kind: 'at', at: ms * MILLISECOND },
  what: { kind: 'crash', node, forMicros: forMs * MILLISECOND },
});
