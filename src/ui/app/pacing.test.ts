import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reading } from '../../analysis/reading';
import { anyTrace } from '../../analysis/testing/anyTrace';
import { KIND } from '../../engine/trace/record';
import { textOf } from '../../engine/trace/words';
import type { Micros } from '../../engine/units';
import { gapsBetween } from './testing/gapsBetween';
import { paceOf, pacing } from './pacing';

const MOMENTS = new Set<number>([
  KIND.produced,
  KIND.put,
  KIND.taken,
  KIND.effect,
  KIND.learned,
  KIND.mark,
  KIND.step,
  KIND.connection,
  KIND.node,
  KIND.link,
  KIND.fact,
  KIND.fault,
  KIND.place,
]);

// Method: the same by the book: every stretch in which something is seen, sorted, and what lies between.
test('gaps are what no packet under way and nothing that is seen to happen fills', () => {
  fc.assert(
    fc.property(anyTrace(), (writer) => {
      const { trace } = writer;
      const reading = new Reading(trace, writer.header());
      const flights: { from: Micros; to: Micros }[] = [];
      const busy: { from: Micros; to: Micros }[] = [];
      const { packets, phrases } = reading.header.vocabulary;
      const quiet = [
        ...packets.filter((packet) => packet.quiet).map(({ kind }) => `sent ${kind}`),
        ...phrases.filter((phrase) => phrase.quiet).map(({ name }) => `fact ${name}`),
      ];
      for (const record of trace.records()) {
        const { at } = record;
        if (record.kind === 'sent' && quiet.includes(`sent ${textOf(record.what)}`)) continue;
        if (record.kind === 'fact' && quiet.includes(`fact ${textOf(record.name)}`)) continue;
        if (MOMENTS.has(KIND[record.kind])) busy.push({ from: at, to: at });
        if (record.kind !== 'sent') continue;
        const end = reading.packets.ended(record.packet);
        if (end !== -1) flights.push({ from: at, to: trace.timeAt(end) });
      }
      const latencies = flights.map(({ from, to }) => to - from).filter((latency) => latency > 0);
      latencies.sort((a, b) => a - b);
      const medianLatency = latencies[latencies.length >> 1] ?? 0;
      const seen = medianLatency * 8;
      for (const { from, to } of flights) {
        if (to - from <= seen) busy.push({ from, to });
        else busy.push({ from, to: from + seen / 2 }, { from: to - seen / 2, to });
      }
      const end = trace.length === 0 ? 0 : trace.timeAt(trace.length - 1);
      expect(paceOf(reading)).toEqual({ gaps: gapsBetween(busy, end), medianLatency, end });
    }),
  );
});

test('read bit by bit it is the same', () => {
  fc.assert(
    fc.property(anyTrace(), fc.integer({ min: 1, max: 9 }), (writer, slice) => {
      const reading = new Reading(writer.trace, writer.header());
      const steps = pacing(reading, slice);
      for (;;) {
        const { done, value } = steps.next();
        if (!done) continue;
        expect(value).toEqual(paceOf(reading));
        return;
      }
    }),
  );
});
