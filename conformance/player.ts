import { EVENT } from '../src/engine/agenda';
import type { AnyActor } from '../src/engine/actor';
import { constant } from '../src/engine/random/distributions';
import { Simulation } from '../src/engine/simulation';
import { NONE } from '../src/engine/units';
import { broker } from '../src/models/rabbitmq/broker';
import type { BrokerConfig } from '../src/models/rabbitmq/config';
import { clients, controlChannel, send, type Clients, type ClientsOut, type Config, type Seen } from './actor';
import { modelledVersion, type History, type Step } from './history';
import { restingAt } from './places';
import { commandOf, publishedBy, publishOne, setupSteps } from './steps';
import { isWorking } from './strategies';

/** Plays a history through the model: links and work take 0 µs, and the clock moves only as FORMAT.md says. */

/** What was seen, in the form of a history's `observed`. */
export type Observed = Readonly<Record<string, unknown>>;

const BROKER = 0;
const CLIENTS = 1;
/** The one fault of a player's run: the broker's process dies, and starts again at once. */
const KILL = 0;
/** Producers with more messages than this, all acked, are told in one figure. */
const MANY = 30;

export function play(history: History): Observed {
  return new Player(history).play();
}

class Player {
  private readonly history: History;
  private readonly simulation: Simulation;
  private readonly depths: Seen[] = [];
  private readonly exists: Seen[] = [];

  constructor(history: History) {
    this.history = history;
    this.simulation = worldOf(history);
  }

  private get self(): Clients {
    return this.simulation.world.nodes[CLIENTS] as unknown as Clients;
  }

  play(): Observed {
    const { setup, steps } = this.history;
    this.runDue();
    const { memory } = this.self;
    for (const { name } of setup.consumers)
      memory.watched.set(name, { seen: [], deliveries: [], redelivered: 0, handled: 0 });
    for (const { name } of setup.getters)
      memory.gets.set(name, { seen: [], deliveries: [], redelivered: 0, handled: 0 });
    for (const { name } of setup.producers) memory.producers.set(name, new Map());
    for (const step of setupSteps(setup)) this.step(step);
    for (const step of steps) {
      memory.step += 1;
      this.step(step);
    }
    if (memory.tooMany) throw new Error('it does not come to rest: a consumer was sent more than 100,000 messages');
    return this.observed();
  }

  private step(step: Step): void {
    const { memory } = this.self;
    if (step.do === 'publish' && step.paced === true) {
      for (const message of publishedBy(step)) {
        this.nextMoment();
        this.command(publishOne(this.history, step, message));
        this.settle();
      }
    } else if (step.do === 'restartBroker') this.restart(step.mode);
    else if (step.do === 'wait') this.simulation.runUntil(this.simulation.world.now + step.ms * 1000);
    else {
      if (step.do === 'publish') this.nextMoment();
      this.command(commandOf(this.history, step)!);
    }
    this.runDue();
    if (step.do === 'depth')
      this.depths.push({
        step: memory.step,
        queues: this.figures(step.queues ?? this.history.setup.queues.map(({ name }) => name)),
      });
    else if (step.do === 'exists') this.exists.push({ step: memory.step, queues: this.presence(step.queues) });
    else if (step.settle !== false) this.settle();
    memory.deaf = false;
  }

  /** Lets the clients act now. */
  private command(run: (self: Clients, out: ClientsOut) => void): void {
    const { agenda, now } = this.simulation.world;
    agenda.push(now, EVENT.timer, CLIENTS, NONE, { kind: 'command', run }, true);
    this.runDue();
  }

  /** What is published now is not of one burst with what was published before: a microsecond later, which no wait is near to. */
  private nextMoment(): void {
    this.simulation.runUntil(this.simulation.world.now + 1);
  }

  private runDue(): void {
    this.simulation.runUntil(this.simulation.world.now);
  }

  /** Runs until nothing travels and no consumer works; only work moves the clock. */
  private settle(): void {
    this.runDue();
    while (isWorking(this.self) && this.simulation.nextTime() < Infinity)
      this.simulation.runUntil(this.simulation.nextTime());
  }

  /** A stop in order writes down what was delivered; a kill does not. Either way the process begins anew. */
  private restart(mode: string): void {
    const { world } = this.simulation;
    this.self.memory.restarting = true;
    if (mode !== 'kill') this.command((self, out) => send(controlChannel(self, undefined, out), { kind: 'stop' }, out));
    world.agenda.push(world.now, EVENT.fault, NONE, NONE, KILL, true);
    this.runDue();
    this.self.memory.restarting = false;
  }

  /** The broker's own figures; what its places hold must agree with them. */
  private figures(queues: readonly string[]): Seen {
    const resting = restingAt(this.simulation);
    return Object.fromEntries(
      queues.map((queue) => {
        const listed = this.self.memory.listing.find(({ name }) => name === queue);
        if (listed === undefined) return [queue, null];
        const { ready, unacked, consumers } = listed;
        const inTrace = [resting.get(`broker/${queue}`) ?? 0, resting.get(`broker/${queue}/unacked`) ?? 0];
        if (inTrace[0] !== ready || inTrace[1] !== unacked) {
          throw new Error(
            `step ${this.self.memory.step}: the trace has ${inTrace.join(' and ')} in queue ${queue}, the broker ${ready} ready and ${unacked} unacked`,
          );
        }
        return [queue, { ready, unacked, consumers }];
      }),
    );
  }

  private presence(queues: readonly string[]): Seen {
    return Object.fromEntries(
      queues.map((queue) => [queue, this.self.memory.listing.some(({ name }) => name === queue)]),
    );
  }

  private observed(): Observed {
    const { memory } = this.self;
    const { setup } = this.history;
    const drained = [...memory.drained].map(([key, seen]) => [
      key,
      this.idsOnly(key) ? seen.map(({ msg }) => msg) : seen,
    ]);
    return {
      consumers: Object.fromEntries(
        setup.consumers.map(({ name, log, strategy }) => {
          const { seen, deliveries, redelivered, handled } = memory.watched.get(name)!;
          if (log !== 'summary') return [name, seen];
          const isSlowCrash = strategy.type === 'crashAfter' && strategy.ms !== undefined;
          return [name, { delivered: deliveries.length, redelivered, ...(isSlowCrash ? { handled } : {}) }];
        }),
      ),
      gets: Object.fromEntries([...memory.gets].map(([name, { seen }]) => [name, seen])),
      producers: Object.fromEntries([...memory.producers].map(([name, events]) => [name, told(events)])),
      depths: this.depths,
      exists: this.exists,
      drained: Object.fromEntries(drained) as Seen,
      errors: memory.errors,
    };
  }

  private idsOnly(key: string): boolean {
    const step = this.history.steps[Number(key.split(':')[0]) - 1];
    return step?.do === 'drain' && step.fields === 'ids';
  }
}

function told(events: ReadonlyMap<string, readonly string[]>): unknown {
  const all = [...events.values()];
  const isAllAcked = all.length > MANY && all.every((list) => list.length === 1 && list[0] === 'ack');
  return isAllAcked ? { allAcked: all.length } : Object.fromEntries(events);
}

/** A setting of the broker in milliseconds, as microseconds. */
function millisecondsOf({ setup }: History, setting: string, byDefault: number): number {
  return Number(setup.broker?.[setting] ?? byDefault) * 1000;
}

function worldOf(history: History): Simulation {
  const card = (name: string, column: 'broker' | 'producer') => ({
    name,
    title: name,
    subtitle: '',
    column,
    program: [],
    code: [],
  });
  const brokerConfig: BrokerConfig = {
    version: modelledVersion(history.version),
    vhost: 'lab',
    exchanges: [],
    queues: [],
    bindings: [],
    meanings: [],
    heartbeat: 0,
    consumerTimeout: millisecondsOf(history, 'consumer_timeout', 1_800_000),
    memoryLimit: 0,
    memoryCheck: 0,
    channelTick: millisecondsOf(history, 'channel_tick_interval', 60_000),
  };
  const config: Config = { broker: BROKER, recordPersistent: history.setup.record?.includes('persistent') === true };
  return new Simulation({
    scenario: history.name,
    variant: '',
    noun: ['message', 'messages'],
    seed: 1,
    until: Number.MAX_SAFE_INTEGER,
    nodes: [
      { info: card('broker', 'broker'), actor: broker as unknown as AnyActor, config: brokerConfig, messagePrefix: '' },
      { info: card('clients', 'producer'), actor: clients as unknown as AnyActor, config, messagePrefix: 'm' },
    ],
    links: [{ a: 'broker', b: 'clients', transport: 'connection', latency: constant(0), loss: 0 }],
    subscriptions: [],
    faults: [
      {
        when: { kind: 'packet', whats: [], from: NONE, to: NONE, message: null, nth: 1, every: true },
        what: { kind: 'crash', node: BROKER, forMicros: 0 },
      },
    ],
    recordLimit: 10_000_000,
  });
}
