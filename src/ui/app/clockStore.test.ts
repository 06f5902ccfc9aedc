import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { advance, clockStore, reach } from './clockStore';
import { Folding } from './folding';

const END = 10_000_000;
const clock = (speed: number, beats: readonly number[]) => ({
  ...clockStore.getState(),
  speed,
  ownSpeed: 0.2,
  beats,
  end: END,
  folding: new Folding([], END, END),
});

/** Milliseconds on screen from the start to the end, in frames of that length. */
function played(state: ReturnType<typeof clock>, frame: number, onFrame: (shown: number) => void = () => undefined) {
  let ms = 0;
  for (let shown = 0; shown < END; ms += frame) {
    shown = reach(shown, frame, state);
    onFrame(shown);
  }
  return ms;
}

test('fast playing takes a beat more at each first bad moment, and shows what comes just before and after it', () => {
  const seen: number[] = [];
  const frame = 16;
  const withBeat = played(clock(10, [5_000_000]), frame, (shown) => seen.push(shown));
  // A second for what else would be over within a frame or so.
  expect(withBeat - played(clock(10, []), frame)).toBeGreaterThan(950);
  expect(withBeat - played(clock(10, []), frame)).toBeLessThan(1_100);
  expect(seen.filter((shown) => Math.abs(shown - 5_000_000) <= 100_000).length).toBeGreaterThan(55);
});

test('at its own speed or slower, a run plays as if there were no beats', () => {
  for (const speed of [0.05, 0.2]) expect(played(clock(speed, [1_000_000]), 50)).toBe(played(clock(speed, []), 50));
});

test('the clock goes on in every frame, and never jumps over a beat', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: END }), { maxLength: 3 }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.integer({ min: 1, max: 100 }),
      (beats, speed, frame) => {
        const sorted = [...beats].sort((a, b) => a - b);
        const state = clock(speed, sorted);
        let shown = 0;
        for (let i = 0; i < 2_000 && shown < END; i += 1) {
          const next = reach(shown, frame, state);
          expect(next).toBeGreaterThan(shown);
          // Into a beat it comes at its edge, or, out of one before it, at the run's own pace.
          for (const beat of speed > 0.2 ? sorted : [])
            if (shown < beat - 100_001 && next > beat - 98_999) expect(next - shown).toBeLessThan(frame * 200 + 1);
          shown = next;
        }
      },
    ),
  );
});

const untouched = clockStore.getInitialState();
afterEach(() => clockStore.setState(untouched, true));

test('whatever its beats, gaps and speed, a run that plays comes to its end', () => {
  const moment = fc.integer({ min: 0, max: END });
  fc.assert(
    fc.property(
      fc.array(moment, { maxLength: 3 }),
      fc.uniqueArray(moment, { maxLength: 6 }),
      fc.double({ min: 0.2, max: 1, noNaN: true }),
      fc.integer({ min: 8, max: 100 }),
      (beats, edges, speed, frame) => {
        const sorted = [...edges].sort((a, b) => a - b);
        const gaps = sorted.flatMap((from, i) =>
          i % 2 === 0 && sorted[i + 1] !== undefined ? [{ from, to: sorted[i + 1]! }] : [],
        );
        const folding = new Folding(gaps, END, 250_000);
        const state = {
          ...clock(
            speed,
            [...beats].sort((a, b) => a - b),
          ),
          gaps,
          folding,
          time: 0,
          playing: true,
        };
        clockStore.setState(state);
        // At the run's own speed it would take END / 0.2 / 1000 ms.
        for (let ms = 0; ms < 55_000 && clockStore.getState().playing; ms += frame) advance(frame);
        expect(clockStore.getState().playing).toBe(false);
      },
    ),
  );
});
