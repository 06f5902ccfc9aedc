import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KIND } from '../engine/trace/record';
import { word } from '../engine/trace/words';
import { NONE } from '../engine/units';
import { run, type Run } from '../runs/run';
import { kafkaExactlyOnce } from '../scenario/catalogue/kafka-exactly-once';
import { load } from '../scenario/load';
import type { FaultFile } from '../scenario/schema/faults';
import { anyKafkaInput, kafkaRunOf, type KafkaInput } from './kafkaArbitraries';

// Goal: each promise of Kafka's holds under any faults, with its premises; only what the trace says counts. Beside each
// `always` stands a `sometimes`: without a premise the same inputs do break it.

/** Whether among many inputs one satisfies a condition; fixed by its seed, so that it cannot flake. */
const sometimes = (inputs: fc.Arbitrary<KafkaInput>, condition: (input: KafkaInput) => boolean): boolean =>
  fc.sample(inputs, { seed: 42, numRuns: 200 }).some(condition);

/** The numbers of the records in each log, in its order. */
function logsOf({ trace, header }: Run): number[][] {
  const logs = new Map<number, number[]>();
  for (const { id, shape } of header.places) if (shape === 'log') logs.set(id, []);
  for (let seq = 0; seq < trace.length; seq += 1) {
    const record = trace.record(seq);
    if (record.kind === 'put') logs.get(record.place)?.push(header.messages[record.message]!.number);
  }
  return [...logs.values()];
}
/** The numbers in each log, in its order, of what each process of the producer was asked to send: a crash begins a new one. */
function logsOfEachProcess({ trace, header }: Run): number[][] {
  const lives = new Map<number, number>();
  const lifeOf = new Map<number, string>();
  const logs = new Map<string, number[]>();
  const isLog = new Set(header.places.filter(({ shape }) => shape === 'log').map(({ id }) => id));
  for (let seq = 0; seq < trace.length; seq += 1) {
    const record = trace.record(seq);
    if (record.kind === 'node' && record.state === word('crashed'))
      lives.set(record.node, (lives.get(record.node) ?? 0) + 1);
    if (record.kind === 'produced') lifeOf.set(record.message, `${record.node} ${lives.get(record.node) ?? 0}`);
    if (record.kind !== 'put' || !isLog.has(record.place)) continue;
    const key = `${record.place} ${lifeOf.get(record.message)}`;
    logs.set(key, [...(logs.get(key) ?? []), header.messages[record.message]!.number]);
  }
  return [...logs.values()];
}
const hasDuplicate = (numbers: readonly number[]): boolean => new Set(numbers).size < numbers.length;
const isReordered = (numbers: readonly number[]): boolean =>
  numbers
    .filter((number, i) => numbers.indexOf(number) === i)
    .some((number, i, firsts) => i > 0 && number < firsts[i - 1]!);

describe('idempotent producer: its own retries, one process, no refusals before the first batch is in', () => {
  const inputs = anyKafkaInput({ idempotence: true });
  test('no record twice, and none before one that was sent earlier, within a partition', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const done = kafkaRunOf(input);
        for (const numbers of logsOf(done)) expect(hasDuplicate(numbers)).toBe(false);
        // What a process that died had sent may come after what the next one sends: that is another producer.
        for (const numbers of logsOfEachProcess(done)) expect(isReordered(numbers)).toBe(false);
      }),
    );
  });
  test('no record is lost that was acknowledged', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const done = kafkaRunOf(input);
        const stored = new Set(logsOf(done).flat());
        for (const { number, belief } of believedOf(done))
          if (belief === word('acknowledged')) expect(stored).toContain(number);
      }),
    );
  });
  test('without idempotence the same faults sometimes store a record twice', () => {
    const off = anyKafkaInput({ idempotence: false });
    expect(sometimes(off, (input) => logsOf(kafkaRunOf(input)).some(hasDuplicate))).toBe(true);
  });
  test('without idempotence a refusal sometimes changes the order, but not with one request in flight', () => {
    const off = (maxInFlight: number) =>
      anyKafkaInput({ idempotence: false, maxInFlight, batchSize: 1, loss: 0 }, true);
    const isBroken = (input: KafkaInput) => logsOf(kafkaRunOf(input)).some(isReordered);
    expect(sometimes(off(5), isBroken)).toBe(true);
    fc.assert(fc.property(off(1), (input) => !isBroken(input)));
  });
});

function believedOf({ trace, header }: Run): { readonly number: number; readonly belief: number }[] {
  const beliefs = new Map<number, number>();
  for (let seq = 0; seq < trace.length; seq += 1) {
    const record = trace.record(seq);
    if (record.kind === 'learned') beliefs.set(record.message, record.belief);
  }
  return [...beliefs].map(([message, belief]) => ({ number: header.messages[message]!.number, belief }));
}

/** Marks in order, by what they are called. */
function marksOf({ trace }: Run, ...names: string[]): { place: number; owner: number; name: number; value: number }[] {
  const wanted = new Set(names.map(word));
  const marks = [];
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (trace.kindAt(seq) !== KIND.mark) continue;
    const record = trace.record(seq);
    if (record.kind === 'mark' && wanted.has(record.name)) marks.push(record);
  }
  return marks;
}

describe('consumer groups', () => {
  test('a partition has one owner in a generation', () => {
    fc.assert(
      fc.property(anyKafkaInput({}, true), (input) => {
        const generations = new Map<string, number>();
        const owners = new Map<string, number>();
        for (const { place, owner, name, value } of marksOf(kafkaRunOf(input), 'assigned to', 'generation')) {
          const partition = `${place} ${owner}`;
          if (name === word('generation')) generations.set(partition, value);
          else if (value !== NONE) {
            const known = `${partition} ${generations.get(partition)}`;
            expect(owners.get(known) ?? value).toBe(value);
            owners.set(known, value);
          }
        }
      }),
    );
  });
  test('generations rise', () => {
    fc.assert(
      fc.property(anyKafkaInput({}, true), (input) => {
        const latest = new Map<number, number>();
        for (const { place, value } of marksOf(kafkaRunOf(input), 'generation')) {
          expect(value).toBeGreaterThanOrEqual(latest.get(place) ?? 0);
          latest.set(place, value);
        }
      }),
    );
  });
  test('what is committed, and where a consumer stands, is never past the end of the log', () => {
    fc.assert(
      fc.property(anyKafkaInput({}, true), (input) => {
        const ends = new Map<number, number>();
        for (const { place, name, value } of marksOf(kafkaRunOf(input), 'high watermark', 'committed', 'position')) {
          if (name === word('high watermark')) ends.set(place, value);
          else expect(value).toBeLessThanOrEqual(ends.get(place) ?? 0);
        }
      }),
    );
  });
  test('once everything has come back, all is committed to the end, and the run settles', () => {
    fc.assert(
      fc.property(anyKafkaInput({ comesAndGoes: false }), (input) => {
        const done = kafkaRunOf(input);
        expect(done.summary.ended).toBe('settled');
        const committed = new Map(marksOf(done, 'committed').map(({ place, value }) => [place, value]));
        const ends = new Map(marksOf(done, 'high watermark').map(({ place, value }) => [place, value]));
        for (const [place, end] of ends) expect(committed.get(place)).toBe(end);
      }),
    );
  });
});

describe('read_committed', () => {
  const millis = (min: number, max: number) => fc.integer({ min, max }).map((ms): `${number}ms` => `${ms}ms`);
  const steps = fc.constantFrom('sleep', 'begin-transaction', 'publish', 'send-offsets', 'commit-transaction');
  const fault = fc
    .record({
      step: steps,
      of: fc.constantFrom('pricing-1', 'pricing-2'),
      edge: fc.constantFrom('before', 'after'),
      nth: fc.integer({ min: 1, max: 4 }),
      for: millis(1, 9_000),
      what: fc.constantFrom('crash', 'pause'),
    })
    .map(({ for: time, what, ...when }) => ({ when, what, whom: when.of, for: time }) as FaultFile);
  const inputs = fc.record({
    seed: fc.nat(99_999),
    version: fc.constantFrom('3.9', '4.1'),
    faults: fc.array(fault, { minLength: 1, maxLength: 4 }),
  });
  type Input = typeof inputs extends fc.Arbitrary<infer T> ? T : never;

  /** How many records were aborted, and how many of those came into the Ledger's hand. */
  function aborted({ seed, version, faults }: Input, isolation: string): { struck: number; seen: number } {
    const settings = [
      ['brokers[kafka].version', version],
      ['consumers[ledger].isolationLevel', isolation],
    ] as const;
    const { trace, header } = run(load(kafkaExactlyOnce, { seed, faults, settings, until: '300s' }));
    const copyAt = new Map<string, number>();
    const struck = new Set<number>();
    const parents = new Map<number, number>();
    const inHand: number[] = [];
    const hand = header.places.find(({ name, shape }) => name === 'ledger' && shape === 'hand')!.id;
    for (let seq = 0; seq < trace.length; seq += 1) {
      const record = trace.record(seq);
      if (record.kind === 'put') {
        if (record.place === hand) inHand.push(record.copy);
        else copyAt.set(`${record.place} ${record.index}`, record.copy);
      } else if (record.kind === 'sent' || record.kind === 'carries') parents.set(record.copy, record.parent);
      else if (record.kind === 'fact' && record.name === word('aborted record'))
        struck.add(copyAt.get(`${record.place} ${record.value}`)!);
    }
    return { struck: struck.size, seen: inHand.filter((copy) => struck.has(parents.get(copy)!)).length };
  }

  test('no record of an aborted transaction is delivered', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        expect(aborted(input, 'read_committed').seen).toBe(0);
      }),
    );
  });
  test('there are such records, and read_uncommitted does deliver them', () => {
    const sample = fc.sample(inputs, { seed: 42, numRuns: 40 });
    expect(sample.some((input) => aborted(input, 'read_committed').struck > 0)).toBe(true);
    expect(sample.some((input) => aborted(input, 'read_uncommitted').seen > 0)).toBe(true);
  });
});
