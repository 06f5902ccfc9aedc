import { describe, expect, test } from 'vitest';
import { textOf } from '../../engine/trace/words';
import { NONE, type Seq } from '../../engine/units';
import { run, type Run } from '../../runs/run';
import { load } from '../../scenario/load';
import { catalogue } from '../../scenario/catalogue';
import type { FaultFile } from '../../scenario/schema/faults';

// Goal: programs that publish on RabbitMQ do what a client library would. Method: `dead-letter-queue` as it stands,
// with a fault or a setting; what travels is read from the trace.

const file = catalogue.find(({ id }) => id === 'dead-letter-queue')!;
type Settings = readonly (readonly [string, unknown])[];

const runOf = (settings: Settings = [], faults: readonly FaultFile[] = []): Run =>
  run(load(file, { variant: 'article', seed: 1, settings, faults }));

interface Sent {
  readonly seq: Seq;
  readonly at: number;
  readonly what: string;
  /** Of the order, from 1; 0 for none. */
  readonly message: number;
  readonly notes: Readonly<Record<string, number>>;
}

/** What left, in order, with its notes. */
function packets({ trace }: Run): Sent[] {
  const sent: Sent[] = [];
  for (const record of trace.records()) {
    if (record.kind === 'sent')
      sent.push({
        seq: record.seq,
        at: record.at,
        what: textOf(record.what),
        message: record.message === NONE ? 0 : record.message + 1,
        notes: {},
      });
    else if (record.kind === 'noted')
      Object.assign(sent[sent.length - 1]!.notes, { [textOf(record.name)]: record.value });
  }
  return sent;
}

const order3 = ({ summary }: Run) => summary.messages![2]!;
const of = (all: readonly Sent[], what: string): Sent[] =>
  all.filter((each) => each.what === what && each.message === 3);

describe('what the worker sends round', () => {
  const all = packets(runOf());

  test('counts its retries in a header, which each delivery brings back', () => {
    expect(of(all, 'publish').map(({ notes }) => notes['x-retry-count'])).toEqual([undefined, 1, 2, 3, undefined]);
    expect(of(all, 'deliver').map(({ notes }) => notes['x-retry-count'])).toEqual([undefined, 1, 2, 3]);
  });

  test('brings back how often it has died, too', () => {
    expect(of(all, 'deliver').map(({ notes }) => notes['x-death'])).toEqual([undefined, 1, 1, 1]);
  });

  test('carries the error and the moment when it is put aside', () => {
    const last = of(all, 'publish').at(-1)!;
    expect(textOf(last.notes['x-original-error']!)).toBe('card-expired');
    expect(last.notes['x-failed-at']).toBe(Math.floor(last.at / 1000));
  });

  test('is acked only when it is confirmed', () => {
    const confirms = of(all, 'confirm').slice(1);
    const acks = of(all, 'ack');
    expect(confirms).toHaveLength(4);
    acks.forEach((ack, index) => expect(ack.seq).toBeGreaterThan(confirms[index]!.seq));
  });

  test('without confirms is acked in the same breath', () => {
    const fast = packets(
      runOf([
        ['consumers[*].publisherConfirms', false],
        ['consumers[*].pace', '0ms'],
      ]),
    );
    expect(of(fast, 'ack').map(({ at }) => at)).toEqual(
      of(fast, 'publish')
        .slice(1)
        .map(({ at }) => at),
    );
  });
});

describe('when something goes wrong', () => {
  test('a confirm that is lost leaves two of the order under way', () => {
    const lost = runOf(
      [],
      [{ when: { packet: 'confirm', to: 'payment-1', message: 'order-3', nth: 1 }, what: 'lose' }],
    );
    expect(order3(lost)).toMatchObject({ outcome: 'deadLettered', copiesInDlq: 2 });
    expect(lost.summary.outcomes['payments']).toMatchObject({ deadLettered: 1, lost: 0 });
  });

  test('a publish that the broker refuses goes back to its queue and is tried again', () => {
    const refused = runOf([], [{ when: { packet: 'publish', from: 'payment-1', nth: 1 }, what: 'error' }]);
    expect(order3(refused)).toMatchObject({ outcome: 'deadLettered', copiesInDlq: 1, deliveries: 5 });
  });

  test.each([
    [false, { outcome: 'lost', how: 'acked-without-effect' }],
    [true, { outcome: 'pending' }],
  ])('a queue that is gone: with mandatory %s', (mandatory, expected) => {
    // A dead letter queue that its own time to live has removed: nobody consumes from it.
    const gone = runOf([
      ['brokers[rabbitmq].queues[order-dlq].arguments', { 'x-expires': 100 }],
      ['consumers[*].mandatory', mandatory],
      ['until', '20s'],
    ]);
    expect(order3(gone)).toMatchObject(expected);
  });

  test('the run says which target is unknown', () => {
    expect(() => runOf([['programs.message-consumer.steps[8].to', 'order-dql']])).toThrow(
      /does not publish to "order-dql".*order-dlq/,
    );
  });
});

describe('maxRetries', () => {
  test.each([
    [0, 1],
    [1, 2],
    [3, 4],
    [5, 6],
  ])('%i retries are %i attempts', (retries, attempts) => {
    expect(order3(runOf([['maxRetries', retries]]))).toMatchObject({ deliveries: attempts, copiesInDlq: 1 });
  });
});

test('an order whose trouble passes is charged at the attempt after', () => {
  expect(order3(runOf([['times', 2]]))).toMatchObject({ outcome: 'done', deliveries: 3, copiesInDlq: 0 });
});

test.each(['publish', 'ack', 'pass', 'fail', 'sleep', 'insert'] as const)(
  'a worker that dies before or behind any "%s" loses nothing',
  (step) => {
    for (const edge of ['before', 'after'] as const) {
      for (let nth = 1; nth <= 5; nth += 1) {
        const died = runOf(
          [],
          [{ when: { step, of: 'payment-1', edge, nth }, what: 'crash', whom: 'payment-1', for: '500ms' }],
        );
        expect(died.summary.ended).toBe('settled');
        const { lost, pending } = died.summary.outcomes['payments']!;
        expect([step, edge, nth, lost, pending]).toEqual([step, edge, nth, 0, 0]);
      }
    }
  },
);
