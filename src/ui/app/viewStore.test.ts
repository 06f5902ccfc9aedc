import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { Folding } from './folding';
import { keepInView, pan, setFollow, showAll, shownSpan, showSpan, viewStore, zoom } from './viewStore';

// Ten seconds of which five are folded to half a second.
const folding = new Folding([{ from: 2_000_000, to: 7_000_000 }], 10_000_000, 500_000);
const shown = () => shownSpan(viewStore.getState().span, folding);
const lengthOf = ([from, to]: readonly [number, number]) => to - from;

beforeEach(() => {
  showAll();
  setFollow(true);
});

describe('the span that views show', () => {
  test('is the whole run to begin with', () => {
    expect(shown()).toEqual([0, 5_500_000]);
  });

  test('keeps the moment that is zoomed about where it is', () => {
    zoom(folding, 0.5, 1_000_000);
    const [from, to] = shown();
    expect(lengthOf([from, to])).toBeCloseTo(2_750_000, 3);
    expect((folding.toShown(1_000_000) - from) / (to - from)).toBeCloseTo(1_000_000 / 5_500_000, 6);
    zoom(folding, 2, 1_000_000);
    expect(viewStore.getState().span).toBeNull();
  });

  test('never leaves the run, however it is zoomed and moved', () => {
    const act = fc.oneof(
      fc.tuple(fc.constant('zoom'), fc.double({ min: 0.1, max: 4, noNaN: true }), fc.nat(10_000_000)),
      fc.tuple(fc.constant('pan'), fc.double({ min: -2, max: 2, noNaN: true }), fc.constant(0)),
      fc.tuple(fc.constant('follow'), fc.constant(0), fc.nat(10_000_000)),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        showAll();
        for (const [what, by, time] of acts) {
          if (what === 'zoom') zoom(folding, by, time);
          else if (what === 'pan') pan(folding, by);
          else keepInView(folding, time);
          const [from, to] = shown();
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(folding.length + 1);
          expect(to).toBeGreaterThan(from);
        }
      }),
    );
  });

  test('follows the clock until it is moved by hand', () => {
    showSpan(folding, 0, 500_000);
    keepInView(folding, 9_000_000);
    const [from, to] = shown();
    const now = folding.toShown(9_000_000);
    expect(now).toBeGreaterThan(from);
    expect(now).toBeLessThan(to);
    pan(folding, -1);
    const moved = shown();
    keepInView(folding, 9_500_000);
    expect(shown()).toEqual(moved);
  });
});
