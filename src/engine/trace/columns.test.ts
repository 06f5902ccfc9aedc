import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NONE } from '../units';
import { buffersOf, CHUNK_ROWS, Trace } from './columns';
import { FIELDS, KIND, KINDS, type RecordKind } from './record';

type Row = readonly [kind: RecordKind, wait: number, fields: readonly number[]];

const rows = fc.array(
  fc.tuple(
    fc.constantFrom(...KINDS),
    fc.oneof(fc.nat(1000), fc.nat(3_600_000_000), fc.constant(20_000_000_000_000)),
    fc.array(fc.integer(), { minLength: 6, maxLength: 6 }),
  ),
  { minLength: 1, maxLength: 60 },
);

/** Writes rows from a time on; fields that a kind does not have are NONE, as the engine writes them. */
function write(trace: Trace, list: readonly Row[], from = 0): number {
  let at = from;
  for (const [kind, wait, fields] of list) {
    at += wait;
    const [a, b, c, d, e, f] = fields.map((value, index) => (index < FIELDS[kind].length ? value : NONE));
    trace.add(KIND[kind], at, trace.length - 1, a!, b!, c!, d!, e!, f!);
  }
  return at;
}

const read = (trace: Trace) => [...trace.records()];

test('every record is read as it was written, over hours and years of virtual time', () => {
  fc.assert(
    fc.property(rows, (list) => {
      const trace = new Trace();
      write(trace, list);
      let at = 0;
      list.forEach(([kind, wait, fields], seq) => {
        at += wait;
        const expected = Object.fromEntries(FIELDS[kind].map((name, index) => [name, fields[index]]));
        expect(trace.record(seq)).toEqual({ kind, seq, at, cause: seq - 1, ...expected });
        expect(trace.timeAt(seq)).toBe(at);
      });
    }),
  );
});

test('the digest is the same whether records are kept or not', () => {
  fc.assert(
    fc.property(rows, (list) => {
      const [kept, counted] = [new Trace(), new Trace(false)];
      write(kept, list);
      write(counted, list);
      expect(kept.digest()).toBe(counted.digest());
    }),
  );
});

test('what is written after a cut, and what is read from handed-over chunks, is as if nothing else had been', () => {
  fc.assert(
    fc.property(rows, rows, rows, (first, second, third) => {
      const [cut, plain] = [new Trace(), new Trace()];
      const at = write(cut, first);
      write(cut, second, at);
      cut.truncate(first.length);
      write(cut, third, at);
      write(plain, third, write(plain, first));
      expect(read(cut)).toEqual(read(plain));
      expect(cut.digest()).toBe(plain.digest());
      const handedOver = Trace.of(structuredClone(cut.chunks, { transfer: cut.chunks.flatMap(buffersOf) }), cut.length);
      expect(read(handedOver)).toEqual(read(plain));
    }),
  );
});

test('a chunk of nothing but the longest records holds them all, and the next one begins anew', () => {
  const trace = new Trace();
  for (let i = 0; i < CHUNK_ROWS + 2; i += 1) trace.add(KIND.sent, i, NONE, i, 1, 2, 3, 4, -i);
  expect(trace.field(CHUNK_ROWS - 1, 'f')).toBe(1 - CHUNK_ROWS);
  expect(trace.field(CHUNK_ROWS + 1, 'f')).toBe(-1 - CHUNK_ROWS);
  expect(trace.field(CHUNK_ROWS, 'd')).toBe(3);
});
