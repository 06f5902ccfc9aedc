import * as v from 'valibot';
import type { Actor, AnyActor } from '../../../engine/actor';
import type { Fault } from '../../../engine/faults/fault';
import { constant } from '../../../engine/random/distributions';
import { Simulation } from '../../../engine/simulation';
import type { RecordKind, TraceRecord } from '../../../engine/trace/record';
import { textOf, word } from '../../../engine/trace/words';
import { MILLISECOND, NONE, SECOND, type Micros } from '../../../engine/units';
import type { NodeSpec } from '../../../engine/world';
import { consumerActor, type ConsumerConfig as ProgramConfig } from '../../clients/consumer';
import { stepWord, type Step } from '../../clients/program';
import type { Delivery, Names, Outgoing } from '../../ports';
import { kafkaBroker, kafkaConsumerEntries, kafkaProducerEntries } from '../config';
import { kafkaConsumer } from '../consumer';
import type { Consumer } from '../consumer/state';
import { kafka } from '../index';
import { kafkaProducer } from '../producer';
import type { Producer } from '../producer/state';

/** Producers, consumers and a broker with the thinnest of programs around the client libraries, for tests of this model. */

type Entries = Readonly<Record<string, unknown>>;

export interface Scene {
  readonly topics?: readonly { readonly name: string; readonly partitions?: number }[];
  readonly broker?: Entries;
  /** What each producer sends, and when: [time, key]. */
  readonly producers?: Readonly<
    Record<string, Entries & { readonly sends: readonly (readonly [Micros, string | null])[] }>
  >;
  readonly consumers?: Readonly<Record<string, Entries & Partial<App>>>;
  readonly faults?: readonly Fault[];
  readonly until?: Micros;
  readonly latency?: Micros;
  readonly seed?: number;
}

/** What a test's consumer does with a record: works, settles it, goes on. */
interface App {
  readonly work: Micros;
  readonly settles: 'ack' | 'requeue' | 'nothing';
  /** Commit first, work then. */
  readonly settlesFirst: boolean;
  /** In place of all that: a program, as scenarios have them. */
  readonly program: readonly Step[];
  /** When its process starts, and when a program is asked to stop. */
  readonly startsAt: Micros;
  readonly closesAt: Micros;
}

/** A step without condition; `handles`: only for that error. */
export const step = (
  what: DistributiveOmit<Step, 'name' | 'conditions' | 'handles'>,
  handles: string | null = null,
): Step => ({ ...what, name: stepWord(what.step), conditions: null, handles }) as Step;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const programConfig = (program: readonly Step[], driver: unknown, closesAt: Micros): ProgramConfig => ({
  program,
  pace: 0,
  concurrency: 1,
  maxRetries: 0,
  earlierRetries: 0,
  database: NONE,
  databaseReconnectAfter: 0,
  closesAt,
  outlets: [],
  driver,
});

const nodeInfo = (name: string, column: 'producer' | 'broker' | 'consumer') =>
  ({ name, title: name, subtitle: '', column, program: [], code: [] }) as const;

/** Runs a scene. Node 0 is the broker, called `kafka` (or there are several, `kafka-1` …); then producers, then consumers. */
export const run = (scene: Scene): Run => new Run(build(scene).run());

/** A scene, ready to run. */
export function build(scene: Scene): Simulation {
  const brokerFile = v.parse(kafkaBroker, {
    kind: 'kafka',
    name: 'kafka',
    topics: scene.topics ?? [{ name: 't' }],
    groupInitialRebalanceDelay: '0ms',
    ...scene.broker,
  });
  const producers = Object.entries(scene.producers ?? {});
  const consumers = Object.entries(scene.consumers ?? {});
  const producerFiles = producers.map(([name, { sends: _, ...entries }]) => ({
    name,
    ...v.parse(v.strictObject(kafkaProducerEntries), { topic: 't', ...entries }),
  }));
  const consumerFiles = consumers.map(
    ([name, { work: _w, settles: _s, settlesFirst: _f, program: _p, startsAt: _a, closesAt: _c, ...entries }]) => ({
      name,
      ...v.parse(v.strictObject(kafkaConsumerEntries), {
        topic: 't',
        group: 'g',
        autoOffsetReset: 'earliest',
        ...entries,
      }),
    }),
  );
  const brokers = kafka.nodesOf!(brokerFile).map(({ name }) => name);
  const groups = [...new Set(consumerFiles.map(({ group }) => group))];
  const names: Names = {
    node: (name) => [...brokers, ...producers.map(([p]) => p), ...consumers.map(([c]) => c)].indexOf(name),
    subscriptionsOf: (group) => [groups.indexOf(group)],
    subscriptionName: (id) => groups[id]!,
  };
  const nodes: NodeSpec[] = [
    ...brokers.map((name, index): NodeSpec => ({
      info: nodeInfo(name, 'broker'),
      actor: kafka.broker!,
      config: kafka.brokerConfig(brokerFile, names, consumerFiles, index),
      messagePrefix: '',
    })),
    ...producerFiles.map((file, i): NodeSpec => ({
      info: nodeInfo(file.name, 'producer'),
      actor: producerApp as AnyActor,
      messagePrefix: `${file.name}-m`,
      config: { driver: kafka.producerConfig(file, brokerFile, names), sends: producers[i]![1].sends },
    })),
    ...consumerFiles.map((file, i): NodeSpec => {
      const driver = kafka.consumerConfig(file, brokerFile, names);
      const { program, startsAt = 0, closesAt = NONE } = consumers[i]![1];
      const info = nodeInfo(file.name, 'consumer');
      if (program !== undefined)
        return {
          info,
          actor: consumerActor('kafka-consumer', kafkaConsumer),
          messagePrefix: '',
          startsAt,
          config: programConfig(program, driver, closesAt),
        };
      const app = { work: 0, settles: 'nothing', settlesFirst: false, ...consumers[i]![1] };
      return { info, actor: consumerApp as AnyActor, messagePrefix: '', startsAt, config: { driver, app } };
    }),
  ];
  return new Simulation({
    scenario: 'test',
    variant: 'test',
    noun: ['message', 'messages'],
    seed: scene.seed ?? 1,
    until: scene.until ?? 60 * SECOND,
    nodes,
    links: [...[...producers, ...consumers].map(([name]) => name), ...brokers].flatMap((name, i, all) =>
      brokers
        .filter((broker) => all.indexOf(broker) > i)
        .map((broker) => ({
          a: name,
          b: broker,
          transport: 'connection' as const,
          latency: constant(scene.latency ?? MILLISECOND),
          loss: 0,
        })),
    ),
    subscriptions: groups,
    faults: scene.faults ?? [],
    recordLimit: 1_000_000,
  });
}

/** What a run's trace says, in the forms that tests ask for. */
export class Run {
  readonly simulation: Simulation;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  /** Records of a kind, in order. */
  all<K extends RecordKind>(kind: K): TraceRecord<K>[] {
    const { trace } = this.simulation;
    const found: TraceRecord<K>[] = [];
    for (let seq = 0; seq < trace.length; seq += 1) {
      const record = trace.record(seq);
      if (record.kind === kind) found.push(record as unknown as TraceRecord<K>);
    }
    return found;
  }

  /** `2 p-m-1 …`: names of messages by the order in which they were put in a place. */
  putIn(place: string): string[] {
    const { places, messages } = this.simulation.header();
    const id = places.findIndex(({ name }) => name === place);
    return this.all('put')
      .filter((record) => record.place === id)
      .map(({ message }) => messages[message]!.name.replace(/^p-m-/, ''));
  }

  /** Packets of a kind, with the time at which they were sent. */
  sent(kind: string): TraceRecord<'sent'>[] {
    return this.all('sent').filter(({ what }) => textOf(what) === kind);
  }

  /** Values of a mark, with their times: `[[at, value], …]`. */
  marks(name: string): [Micros, number][] {
    return this.all('mark')
      .filter((mark) => textOf(mark.name) === name)
      .map(({ at, value }) => [at, value]);
  }

  facts(name: string): TraceRecord<'fact'>[] {
    return this.all('fact').filter((fact) => textOf(fact.name) === name);
  }

  /** What each message's producer was told, by message. */
  beliefs(): string[] {
    const told: string[] = [];
    for (const { message, belief } of this.all('learned')) told[message] = textOf(belief);
    return told;
  }

  /** Work done, as `consumer:message` in order, with its time. */
  worked(): [Micros, string][] {
    const { messages, nodes } = this.simulation.header();
    return this.all('effect').map(({ at, message, node }) => [
      at,
      `${nodes[node]!.name}:${messages[message]!.name.replace(/^p-m-/, '')}`,
    ]);
  }
}

interface ProducerAppConfig {
  readonly driver: Producer['config'];
  readonly sends: readonly (readonly [Micros, string | null])[];
}
type AppTimer = { readonly kind: 'app'; readonly n: number };

const producerApp: Actor<
  ProducerAppConfig,
  { inner: Producer | null },
  { readonly driver: Producer['disk']; sent: number },
  never,
  AppTimer
> = {
  kind: 'test-producer',
  vocabulary: kafkaProducer.vocabulary,
  disk: ({ driver }, setup) => ({ driver: kafkaProducer.disk(driver, setup), sent: 0 }),
  memory: () => ({ inner: null }),
  step(self, input, out) {
    const { config, memory, disk } = self;
    if (input.kind === 'start') {
      memory.inner = {
        id: self.id,
        name: self.name,
        config: config.driver,
        disk: disk.driver,
        memory: kafkaProducer.memory(config.driver, disk.driver),
      };
      kafkaProducer.start(memory.inner, out as never);
      for (let n = disk.sent; n < config.sends.length; n += 1)
        out.timer(Math.max(0, config.sends[n]![0] - out.now), { kind: 'app', n });
    } else if (input.kind === 'timer' && input.timer.kind === 'app') {
      const [, text] = config.sends[input.timer.n]!;
      const key = text === null ? NONE : word(text);
      const outgoing: Outgoing = {
        message: out.produce(input.timer.n + 1, key),
        number: input.timer.n + 1,
        key,
        parent: NONE,
      };
      disk.sent = input.timer.n + 1;
      kafkaProducer.publish(memory.inner!, outgoing, out as never);
    } else kafkaProducer.input(memory.inner!, input as never, out as never);
  },
  forget: (self, out) => kafkaProducer.forget(self.memory.inner!, out as never),
};

interface ConsumerAppConfig {
  readonly driver: Consumer['config'];
  readonly app: App;
}
interface ConsumerAppMemory {
  inner: Consumer | null;
  current: Delivery | null;
  waits: boolean;
}

type ConsumerSelf = Parameters<(typeof consumerApp)['step']>[0];

const consumerApp: Actor<ConsumerAppConfig, ConsumerAppMemory, Consumer['disk'], never, AppTimer> = {
  kind: 'test-consumer',
  vocabulary: kafkaConsumer.vocabulary,
  disk: ({ driver }, setup) => kafkaConsumer.disk(driver, setup),
  memory: () => ({ inner: null, current: null, waits: false }),
  step(self, input, out) {
    const { config, memory, disk } = self;
    if (input.kind === 'start') {
      memory.inner = {
        id: self.id,
        name: self.name,
        config: config.driver,
        disk,
        memory: kafkaConsumer.memory(config.driver, disk),
      };
      return kafkaConsumer.start(memory.inner, out as never);
    }
    if (input.kind === 'timer' && input.timer.kind === 'app') return worked(self, out as never);
    const signal = kafkaConsumer.input(memory.inner!, input as never, out as never);
    if (signal === 'deliveries' && memory.current === null) receive(self, out as never);
    else if (typeof signal === 'object')
      for (const { error } of signal.answers) afterSettling(self, error === null, out as never);
  },
  forget: (self, out) => kafkaConsumer.forget(self.memory.inner!, out as never),
};

type AppOut = Parameters<typeof kafkaConsumer.next>[1];

function receive(self: ConsumerSelf, out: AppOut): void {
  const { memory, config } = self;
  memory.current = kafkaConsumer.next(memory.inner!, out);
  if (memory.current === null) return;
  if (config.app.settlesFirst) settle(self, out);
  else out.timer(config.app.work, { kind: 'app', n: 0 } as never);
}

function worked(self: ConsumerSelf, out: AppOut): void {
  const { memory, config } = self;
  const { message, copy, place } = memory.current!;
  out.effect(message, 0, place, copy, self.id);
  if (config.app.settlesFirst || config.app.settles === 'nothing') goOn(self, out);
  else settle(self, out);
}

function settle(self: ConsumerSelf, out: AppOut): void {
  const { memory, config } = self;
  const verdict =
    config.app.settles === 'requeue'
      ? ({ kind: 'nack', requeue: true, multiple: false } as const)
      : ({ kind: 'ack', multiple: false } as const);
  const outcome = kafkaConsumer.settle(memory.inner!, memory.current!, verdict, out);
  if (outcome !== 'waits') afterSettling(self, outcome === 'done', out);
}

function afterSettling(self: ConsumerSelf, isDone: boolean, out: AppOut): void {
  const { app } = self.config;
  if (app.settlesFirst && isDone) out.timer(app.work, { kind: 'app', n: 0 } as never);
  else goOn(self, out);
}

function goOn(self: ConsumerSelf, out: AppOut): void {
  kafkaConsumer.drop(self.memory.inner!, self.memory.current!, out);
  self.memory.current = null;
  receive(self, out);
}

/** A fault that meets the nth packet of a kind. */
export const onPacket = (kind: string, what: Fault['what'], nth = 1, every = false): Fault => ({
  when: { kind: 'packet', whats: [word(kind)], from: NONE, to: NONE, message: null, nth, every },
  what,
});
export const at = (time: Micros, what: Fault['what']): Fault => ({ when: { kind: 'at', at: time }, what });
export const LOSE: Fault['what'] = { kind: 'lose', along: 0.5 };
