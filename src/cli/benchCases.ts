import type { Actor } from '../engine/actor';
import { Simulation } from '../engine/simulation';
import '../models/allActors';
import { word } from '../engine/trace/words';
import type { RunSpec } from '../engine/world';
import { buildSpec } from '../runs/build';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import type { ScenarioFile } from '../scenario/schema/scenario';

/** The runs that `sim bench` times. Each is long enough for a million events. */
export const CASES: Readonly<Record<string, () => RunSpec>> = {
  hold: holdSpec,
  'work queue': () => buildSpec(load(workQueue(), { faults: [] })),
  log: () => buildSpec(load(log(), { faults: [] })),
  '16 partitions': () => buildSpec(load(partitions(), { faults: [] })),
};

/** Those that `sim bench` times when it is not told which: all in under 50 s. */
export const USUAL_CASES = ['hold', 'work queue', 'log'] as const;

const PENDING = 25;
const gap = word('gap');

type Tick = { readonly kind: 'tick'; readonly n: number };
const tick: Tick = { kind: 'tick', n: 0 };

/** The engine alone: 25 timers that set themselves again, with a draw and two records each. */
const holder: Actor<object, { count: number }, object, never, Tick> = {
  kind: 'holder',
  vocabulary: { packets: [], phrases: [] },
  disk: () => ({}),
  memory: () => ({ count: 0 }),
  step(self, input, out) {
    if (input.kind === 'start') {
      for (let i = 0; i < PENDING; i += 1) out.timer(i + 1, tick);
      return;
    }
    self.memory.count += 1;
    out.fact(gap, self.memory.count);
    out.fact(gap, 0);
    out.timer(out.draw({ kind: 'exponential', mean: 1_000, min: 0 }, gap, self.memory.count, 0), tick);
  },
};

function holdSpec(): RunSpec {
  return {
    scenario: 'hold',
    variant: 'plain',
    noun: ['tick', 'ticks'],
    seed: 1,
    until: 1e12,
    links: [],
    subscriptions: [],
    faults: [],
    recordLimit: 10_000_000,
    nodes: [
      {
        info: { name: 'holder', title: 'holder', subtitle: '', column: 'producer', program: [], code: [] },
        actor: holder,
        config: {},
        messagePrefix: '',
      },
    ],
  };
}

const builtIn = (id: string): ScenarioFile => structuredClone(catalogue.find((file) => file.id === id)!);

const FAST_LINK = { exponential: { min: '1ms', mean: '200us' } } as const;

/** `order-processing` at 1,000 orders a second with 20 workers, on a fast network. */
function workQueue(): ScenarioFile {
  const file = builtIn('order-processing');
  const worker = file.consumers![0]!;
  const names = Array.from({ length: 20 }, (_, index) => `payment-${index + 1}`);
  return {
    ...file,
    until: '1h',
    network: { latency: FAST_LINK, links: [] },
    producers: [
      {
        ...file.producers![0]!,
        workload: { messages: 1_000_000, first: '10ms', every: { exponential: { mean: '1ms' } } },
      },
    ],
    consumers: names.map((name) => ({ ...worker, name, prefetch: 10 })),
    programs: {
      charge: {
        steps: [
          { step: 'receive' },
          { step: 'sleep', for: { exponential: { mean: '15ms' } } },
          { step: 'insert', table: 'payments' },
          { step: 'ack' },
        ],
      },
    },
    faults: [],
    knobs: [],
    variants: {},
  };
}

/** `order-events` at 1,000 records a second: one partition, one group that auto-commits, a row in a table for each record. */
function log(): ScenarioFile {
  const file = builtIn('order-events');
  const consumer = file.consumers![0]!;
  return {
    ...file,
    until: '1h',
    network: { latency: FAST_LINK, links: [] },
    brokers: [{ kind: 'kafka', name: 'kafka', topics: [{ name: 'order-events', partitions: 1 }] }],
    producers: [
      {
        ...file.producers![0]!,
        workload: { messages: 1_000_000, first: '10ms', every: { exponential: { mean: '1ms' } } },
      },
    ],
    // Four at work at a time: one alone waits longer for its database than a record has.
    consumers: [{ ...consumer, enableAutoCommit: true, concurrency: 4 }],
    databases: [file.databases![0]!],
    subscriptions: [{ name: 'order-processing', of: 'order-processing' }],
    programs: {
      process: {
        steps: [
          { step: 'receive' },
          { step: 'sleep', for: { exponential: { mean: '500us' } } },
          { step: 'insert', table: 'orders' },
        ],
      },
    },
    assertions: [],
    faults: [],
    knobs: [],
    variants: {},
  };
}

/** *log* on 16 partitions, read by a group of 20: four of them have nothing to read. */
function partitions(): ScenarioFile {
  const file = log();
  const [producer, consumer] = [file.producers![0]!, file.consumers![0]!];
  const names = Array.from({ length: 20 }, (_, index) => `processor-${index + 1}`);
  return {
    ...file,
    brokers: [{ kind: 'kafka', name: 'kafka', topics: [{ name: 'order-events', partitions: 16 }] }],
    producers: [producer],
    consumers: names.map((name) => ({ ...consumer, name, title: name, concurrency: 1 })),
  };
}

export const simulationOf = (name: string, keepTrace: boolean): Simulation =>
  new Simulation(CASES[name]!(), { keepTrace });
