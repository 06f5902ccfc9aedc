import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KIND } from '../../engine/trace/record';
import { NONE } from '../../engine/units';
import { run } from '../../runs/run';
import { catalogue } from '../../scenario/catalogue';
import { load } from '../../scenario/load';
import { CONE, coneOf } from '../cone';
import { Reading } from '../reading';
import { anyTrace } from '../testing/anyTrace';
import { atOnce } from '../work';
import { readFlights } from './flights';
import { livesOf } from './lives';
import { Spans } from './spans';

const readingOf = (id: string) => {
  const { trace, header } = run(load(catalogue.find((file) => file.id === id)!));
  return new Reading(trace, header);
};

describe('spans', () => {
  test('those in a window are found, whatever their lengths', () => {
    const spans = fc.array(fc.tuple(fc.nat(10_000), fc.nat(3_000)), { maxLength: 900 });
    fc.assert(
      fc.property(spans, fc.nat(12_000), fc.nat(2_000), (pairs, from, length) => {
        const sorted = [...pairs].sort(([a], [b]) => a - b);
        const starts = Float64Array.from(sorted, ([start]) => start);
        const ends = Float64Array.from(sorted, ([start, lasting]) => start + lasting);
        const found: number[] = [];
        new Spans(starts, ends).forEachIn(from, from + length, (index) => found.push(index));
        const expected = sorted.flatMap((_, index) =>
          ends[index]! >= from && starts[index]! <= from + length ? [index] : [],
        );
        expect(found).toEqual(expected);
      }),
    );
  });
});

describe('flights', () => {
  test('are the packets of the run, each with its end', () => {
    fc.assert(
      fc.property(anyTrace(), (writer) => {
        const reading = new Reading(writer.trace, writer.header());
        const flights = atOnce(readFlights(reading));
        const kinds = Array.from({ length: writer.trace.length }, (_, seq) => writer.trace.kindAt(seq));
        const of = (kind: number) => kinds.filter((one) => one === kind).length;
        const ends = Array.from({ length: flights.count }, (_, index) => flights.end(index));
        expect(flights.count).toBe(of(KIND.sent));
        expect(ends.filter((end) => end === 'arrived')).toHaveLength(of(KIND.arrived));
        expect(flights.lost).toHaveLength(of(KIND.lost));
        for (let index = 0; index < flights.count; index += 1) {
          const [start, end] = flights.times(index);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(flights.of(flights.packets[index]!, flights.sent[index]!)).toBe(index);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('the lost ack of the demonstration ends where its fault took it', () => {
    const flights = atOnce(readFlights(readingOf('at-least-once'), [0.25]));
    const acks = flights.lost.filter((index) => flights.shape(index) === 'answer');
    expect(acks.map((index) => flights.reach(index))).toContain(0.25);
  });
});

describe('lives', () => {
  test('an order is worked on once by each worker that had it, and order 3 by two', () => {
    const { trace, header } = readingOf('at-least-once');
    const { works } = livesOf(trace, header);
    const third = works.filter(({ message }) => header.messages[message]?.number === 3);
    expect(works).toHaveLength(6);
    expect(third).toHaveLength(2);
    expect(third[0]!.to).toBeLessThan(third[1]!.from);
    for (const { from, to } of works) expect(to).toBeGreaterThan(from);
  });

  test('one after the other needs one lane, two at once two', () => {
    const { trace, header } = readingOf('idempotent-consumer-race');
    const { works, lanes } = livesOf(trace, header);
    for (const { node, lane } of works) expect(lane).toBeLessThan(lanes[node]!);
    for (const [index, work] of works.entries())
      for (const other of works.slice(0, index))
        if (other.node === work.node && other.lane === work.lane) expect(work.from).toBeGreaterThanOrEqual(other.to);
  });

  test('a crash cuts the work of its node short, and is a gap until the restart', () => {
    const { trace, header } = readingOf('resilience');
    const { works, absences } = livesOf(trace, header);
    const down = absences.filter(({ kind }) => kind === 'down');
    expect(down.length).toBeGreaterThan(0);
    for (const { node, from, to } of down) {
      expect(to).toBeGreaterThan(from);
      for (const work of works.filter((one) => one.node === node && one.from < from))
        expect(work.to).toBeLessThanOrEqual(from);
    }
  });
});

describe('the cone of a message', () => {
  test('holds causes before and consequences after, each linked to it by causes alone', () => {
    const reading = readingOf('at-least-once');
    const { trace } = reading;
    const cone = coneOf(reading, 2);
    expect(cone.some((bits) => (bits & CONE.own) !== 0)).toBe(true);
    cone.forEach((bits, seq) => {
      const cause = trace.causeAt(seq);
      if ((bits & CONE.consequence) !== 0) expect(cone[cause]! & (CONE.own | CONE.consequence)).not.toBe(0);
      if ((bits & (CONE.own | CONE.cause)) !== 0 && cause !== NONE) expect(cone[cause]! & CONE.cause).not.toBe(0);
    });
  });

  test('leaves out what happened to others before it was there', () => {
    const reading = readingOf('at-least-once');
    const produced = Array.from({ length: reading.trace.length }, (_, seq) => seq).filter(
      (seq) => reading.trace.kindAt(seq) === KIND.effect && reading.trace.field(seq, 'a') === 0,
    );
    const cone = coneOf(reading, 2);
    expect(produced.map((seq) => cone[seq]! & CONE.own)).toEqual([0]);
  });
});
