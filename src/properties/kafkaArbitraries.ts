import fc from 'fast-check';
import { run, type Run } from '../runs/run';
import { load } from '../scenario/load';
import type { FaultFile } from '../scenario/schema/faults';
import type { ScenarioFile } from '../scenario/schema/scenario';

/** Random small scenarios with a log and groups, and random faults. A failure prints both: give them to `sim run`. */

export interface KafkaShape {
  readonly brokers: number;
  readonly partitions: number;
  readonly members: number;
  readonly records: number;
  /** How many keys; 0: records without a key. */
  readonly keys: number;
  readonly idempotence: boolean;
  readonly maxInFlight: number;
  readonly batchSize: number;
  readonly assignor: 'range' | 'roundrobin';
  readonly enableAutoCommit: boolean;
  readonly isStatic: boolean;
  /** The last member starts in mid-run, and the first one closes. */
  readonly comesAndGoes: boolean;
  readonly loss: number;
  readonly seed: number;
}

const anyShape: fc.Arbitrary<KafkaShape> = fc.record({
  brokers: fc.integer({ min: 1, max: 3 }),
  partitions: fc.integer({ min: 1, max: 4 }),
  members: fc.integer({ min: 1, max: 3 }),
  records: fc.integer({ min: 1, max: 16 }),
  keys: fc.integer({ min: 0, max: 5 }),
  idempotence: fc.boolean(),
  maxInFlight: fc.integer({ min: 1, max: 5 }),
  batchSize: fc.constantFrom(1, 2_048, 16_384),
  assignor: fc.constantFrom('range', 'roundrobin'),
  enableAutoCommit: fc.boolean(),
  isStatic: fc.boolean(),
  comesAndGoes: fc.boolean(),
  loss: fc.constantFrom(0, 0, 0.02),
  seed: fc.nat(99_999),
});

const brokersOf = (count: number): string[] =>
  count === 1 ? ['kafka'] : Array.from({ length: count }, (_, i) => `kafka-${i + 1}`);
const membersOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `reader-${i + 1}`);

export function kafkaScenarioOf(shape: KafkaShape): ScenarioFile {
  const keys = shape.keys === 0 ? {} : { keys: Array.from({ length: shape.keys }, (_, i) => `key-${i}`) };
  return {
    format: 1,
    id: 'any',
    title: 'any',
    claim: '',
    seed: shape.seed,
    until: '10min',
    brokers: [
      {
        kind: 'kafka',
        name: 'kafka',
        nodes: shape.brokers,
        groupInitialRebalanceDelay: '100ms',
        topics: [{ name: 'orders', partitions: shape.partitions }],
      },
    ],
    producers: [
      {
        name: 'order-service',
        broker: 'kafka',
        topic: 'orders',
        idempotence: shape.idempotence,
        maxInFlight: shape.maxInFlight,
        batchSize: shape.batchSize,
        linger: '0ms',
        requestTimeout: '2s',
        deliveryTimeout: '200s',
        workload: { messages: shape.records, first: '50ms', every: { exponential: { mean: '25ms' } }, ...keys },
      },
    ],
    consumers: membersOf(shape.members).map((name, index) => ({
      name,
      broker: 'kafka',
      topic: 'orders',
      group: 'readers',
      program: shape.enableAutoCommit ? 'read' : 'read-and-commit',
      enableAutoCommit: shape.enableAutoCommit,
      autoCommitInterval: '200ms',
      autoOffsetReset: 'earliest',
      assignor: shape.assignor,
      sessionTimeout: '6s',
      heartbeatInterval: '500ms',
      ...(shape.isStatic ? { groupInstanceId: `static-${index}` } : {}),
      ...(shape.comesAndGoes && shape.members > 1 && index === shape.members - 1 ? { starts: '400ms' } : {}),
      ...(shape.comesAndGoes && shape.members > 1 && index === 0 ? { closes: '700ms' } : {}),
    })),
    network: {
      latency: { exponential: { min: '2ms', mean: '3ms' } },
      links: shape.loss > 0 ? [{ between: ['order-service', 'kafka'] as [string, string], loss: shape.loss }] : [],
    },
    programs: {
      read: { steps: [{ step: 'receive' }, { step: 'sleep', for: { exponential: { mean: '10ms' } } }] },
      'read-and-commit': {
        steps: [
          { step: 'receive' },
          { step: 'sleep', for: { exponential: { mean: '10ms' } } },
          { step: 'ack' },
          { step: 'nack', catch: '*', requeue: true },
        ],
      },
    },
  };
}

const millis = (max: number) => fc.integer({ min: 1, max }).map((ms): `${number}ms` => `${ms}ms`);
const nth = fc.integer({ min: 1, max: 8 });
const PACKETS = [
  'produce',
  'produce-answer',
  'init-producer-id-answer',
  'fetch-answer',
  'commit',
  'commit-answer',
  'join',
  'join-answer',
  'list-offsets-answer',
];

/** Faults that can be survived: whatever goes down comes up again. `withErrors`: brokers may also refuse. */
const anyFault = ({ brokers, members }: KafkaShape, withErrors: boolean): fc.Arbitrary<FaultFile> => {
  const node = fc.constantFrom('order-service', ...brokersOf(brokers), ...membersOf(members));
  const packet = fc.record({ packet: fc.constantFrom(...PACKETS), nth });
  const when = fc.oneof(
    millis(1_500).map((at) => ({ at })),
    packet,
  );
  const error = packet
    .map(({ nth: which }) => ({ packet: 'produce', nth: which + 1 }))
    .map((refused): FaultFile => ({ when: refused, what: 'error', error: 'NOT_ENOUGH_REPLICAS' }));
  return fc.oneof(
    packet.map((lost): FaultFile => ({ when: lost, what: 'lose' })),
    fc.record({ when: packet, what: fc.constant('delay' as const), by: millis(3_000) }),
    fc.record({ when, what: fc.constantFrom('crash' as const, 'pause' as const), whom: node, for: millis(9_000) }),
    ...(withErrors ? [error] : []),
  );
};

export interface KafkaInput {
  readonly shape: KafkaShape;
  readonly faults: readonly FaultFile[];
}

/** Any scenario under any faults; `fixed` settles some of the shape. */
export const anyKafkaInput = (fixed: Partial<KafkaShape> = {}, withErrors = false): fc.Arbitrary<KafkaInput> =>
  anyShape
    .map((shape) => ({ ...shape, ...fixed }))
    .chain((shape) =>
      fc.record({ shape: fc.constant(shape), faults: fc.array(anyFault(shape, withErrors), { maxLength: 4 }) }),
    );

export const kafkaRunOf = ({ shape, faults }: KafkaInput): Run => run(load(kafkaScenarioOf(shape), { faults }));
