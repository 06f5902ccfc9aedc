import fc from 'fast-check';
import { run, type Run } from '../runs/run';
import { load } from '../scenario/load';
import type { FaultFile } from '../scenario/schema/faults';
import type { ScenarioFile } from '../scenario/schema/scenario';
import { ackThenCharge, chargeOnly, chargeThenAck, orderProcessor } from '../scenario/catalogue/parts';

/** Random small scenarios and random faults. A failure prints both: give them to `sim run`. */

export interface Shape {
  readonly program: 'charge-then-ack' | 'ack-then-charge' | 'charge-only' | 'order-processor';
  readonly workers: number;
  readonly orders: number;
  readonly prefetch: number;
  readonly confirms: boolean;
  readonly retries: number;
  readonly durable: boolean;
  readonly persistent: boolean;
  readonly unique: boolean;
  readonly loss: number;
  readonly seed: number;
}

export const anyShape: fc.Arbitrary<Shape> = fc.record({
  program: fc.constantFrom('charge-then-ack', 'ack-then-charge', 'charge-only', 'order-processor'),
  workers: fc.integer({ min: 1, max: 3 }),
  orders: fc.integer({ min: 0, max: 8 }),
  prefetch: fc.integer({ min: 0, max: 3 }),
  confirms: fc.boolean(),
  retries: fc.constantFrom(0, 1, 40),
  durable: fc.boolean(),
  persistent: fc.boolean(),
  unique: fc.boolean(),
  loss: fc.constantFrom(0, 0, 0.02),
  seed: fc.nat(),
});

const PROGRAMS = {
  'charge-then-ack': chargeThenAck,
  'ack-then-charge': ackThenCharge,
  'charge-only': chargeOnly,
  'order-processor': orderProcessor,
};

const nodesOf = (workers: number) => [
  'order-service',
  'rabbitmq',
  'database',
  ...Array.from({ length: workers }, (_, i) => `payment-${i + 1}`),
];

/** A scenario file of that shape. */
export function scenarioOf(shape: Shape): ScenarioFile {
  const workers = Array.from({ length: shape.workers }, (_, index) => `payment-${index + 1}`);
  const loss = shape.loss > 0 ? [{ between: ['order-service', 'rabbitmq'] as [string, string], loss: shape.loss }] : [];
  return {
    format: 1,
    id: 'any',
    title: 'any',
    claim: '',
    seed: shape.seed,
    until: '10min',
    // 4.0: the last that lets a queue be transient without being exclusive.
    brokers: [
      { kind: 'rabbitmq', name: 'rabbitmq', version: '4.0', queues: [{ name: 'orders', durable: shape.durable }] },
    ],
    producers: [
      {
        name: 'order-service',
        broker: 'rabbitmq',
        routingKey: 'orders',
        confirms: shape.confirms,
        persistent: shape.persistent,
        confirmTimeout: '500ms',
        retry: { retries: shape.retries, first: '100ms', max: '1s' },
        workload: { messages: shape.orders, first: '10ms', every: { exponential: { mean: '20ms' } } },
      },
    ],
    consumers: workers.map((name) => ({
      name,
      broker: 'rabbitmq',
      queue: 'orders',
      prefetch: shape.prefetch,
      autoAck: shape.program === 'charge-only',
      program: 'work',
      database: 'database',
      reconnectAfter: '50ms',
      databaseReconnectAfter: '50ms',
    })),
    databases: [
      {
        name: 'database',
        tables: [
          { name: 'payments', effect: true, verb: 'charged' },
          { name: 'processed_orders', unique: shape.unique },
        ],
      },
    ],
    network: { latency: { exponential: { min: '2ms', mean: '3ms' } }, links: loss },
    subscriptions: [{ name: 'payments', of: 'orders' }],
    programs: { work: PROGRAMS[shape.program] },
  };
}

const millis = (max: number) => fc.integer({ min: 1, max }).map((ms) => `${ms}ms`);

/** Faults that can be survived: whatever goes down comes up again. */
export const anyFault = (workers: number): fc.Arbitrary<FaultFile> => {
  const node = fc.constantFrom(...nodesOf(workers));
  const worker = fc.integer({ min: 1, max: workers }).map((n) => `payment-${n}`);
  const when = fc.oneof(
    millis(800).map((at) => ({ at })),
    fc.record({
      packet: fc.constantFrom('publish', 'confirm', 'deliver', 'ack', 'insert', 'ok'),
      nth: fc.integer({ min: 1, max: 8 }),
    }),
  );
  const packet = fc.record({
    packet: fc.constantFrom('publish', 'confirm', 'deliver', 'ack', 'insert', 'ok', 'commit-transaction'),
    nth: fc.integer({ min: 1, max: 8 }),
  });
  return fc.oneof(
    fc.record({ when: packet, what: fc.constant('lose' as const), along: fc.constantFrom(0, 0.5, 1) }),
    fc.record({ when: packet, what: fc.constant('delay' as const), by: millis(300) }),
    fc.record({ when: packet.map((one) => ({ ...one, packet: 'publish' })), what: fc.constant('error' as const) }),
    fc.record({ when, what: fc.constantFrom('crash' as const, 'pause' as const), whom: node, for: millis(900) }),
    fc.record({
      when,
      what: fc.constant('slow' as const),
      whom: node,
      factor: fc.integer({ min: 2, max: 9 }),
      for: millis(900),
    }),
    fc.record({
      when,
      what: fc.constant('cut' as const),
      whom: worker.map((name): [string, string] => [name, 'rabbitmq']),
      for: millis(900),
    }),
    worker.chain((of) =>
      fc.record({
        when: fc.record({
          step: fc.constantFrom('receive', 'insert', 'ack', 'commit'),
          of: fc.constant(of),
          edge: fc.constantFrom('before' as const, 'after' as const),
          nth: fc.integer({ min: 1, max: 4 }),
        }),
        what: fc.constantFrom('crash' as const, 'pause' as const),
        whom: fc.constant(of),
        for: millis(500),
      }),
    ),
  );
};

export interface AnyInput {
  readonly shape: Shape;
  readonly faults: readonly FaultFile[];
}

/** Any scenario under any faults; `fixed` settles some of the shape. */
export const anyInput = (fixed: Partial<Shape> = {}): fc.Arbitrary<AnyInput> =>
  anyShape
    .map((shape) => ({ ...shape, ...fixed }))
    .chain((shape) =>
      fc.record({ shape: fc.constant(shape), faults: fc.array(anyFault(shape.workers), { maxLength: 4 }) }),
    );

export const loadedOf = ({ shape, faults }: AnyInput) => load(scenarioOf(shape), { faults });
export const runOf = (input: AnyInput): Run => run(loadedOf(input));
