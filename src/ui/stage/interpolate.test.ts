import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { along, curve, rounded, straight } from './geometry';
import { fall, FADE_MS, FALL_MS, LOST_AT, onLane, progress, remaining } from './interpolate';
import type { LinkPath } from './links';

const link: LinkPath = {
  index: 0,
  from: 0,
  to: 1,
  path: straight({ x: 0, y: 0 }, { x: 100, y: 0 }),
  answers: straight({ x: 0, y: 8 }, { x: 100, y: 8 }),
  grave: { x: 50, y: 40 },
  graveStep: { x: -10, y: 0 },
};

describe('where a packet is', () => {
  test('a packet is as far as its share of the latency has passed', () => {
    const packet = { sentAt: 1_000, endAt: 3_000, isLost: false };
    expect([0, 1_000, 1_500, 2_000, 3_000, 9_000].map((now) => progress(packet, now))).toEqual([0, 0, 0.25, 0.5, 1, 1]);
  });

  test('a packet that will be lost never gets beyond the place of its fall', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 10_000 }), fc.nat(30_000), (sentAt, latency, now) => {
        expect(progress({ sentAt, endAt: sentAt + latency, isLost: true }, now)).toBeLessThanOrEqual(LOST_AT);
      }),
    );
  });

  test('a packet whose end nobody knows goes on ever more slowly and never arrives', () => {
    const packet = { sentAt: 0, endAt: Infinity, isLost: false };
    expect(progress(packet, 10_000)).toBeGreaterThan(0);
    expect(progress(packet, 20_000)).toBeGreaterThan(progress(packet, 10_000));
    expect(progress(packet, 1e12)).toBeLessThan(0.5);
  });

  test('packets the other way run the same link backwards, and answers keep to their lane', () => {
    expect(onLane(link, 0, false, 0.25)).toMatchObject({ x: 25, y: 0 });
    expect(onLane(link, 1, false, 0.25)).toMatchObject({ x: 75, y: 0 });
    expect(onLane(link, 1, true, 1)).toMatchObject({ x: 0, y: 8 });
  });

  test('on any curve, equal times are equal lengths', () => {
    const bend = curve({ x: 0, y: 0 }, { x: 80, y: 0 }, { x: 20, y: 120 }, { x: 100, y: 120 });
    const steps = Array.from({ length: 21 }, (_, i) => along(bend, i / 20));
    const lengths = steps.slice(1).map((point, i) => Math.hypot(point.x - steps[i]!.x, point.y - steps[i]!.y));
    // Chords of a curve are a little shorter than the curve.
    expect(Math.max(...lengths) / Math.min(...lengths)).toBeLessThan(1.08);
  });

  test('a path round corners begins and ends where it should', () => {
    const path = rounded(
      [
        { x: 0, y: 0 },
        { x: 0, y: 50 },
        { x: 90, y: 50 },
        { x: 90, y: 0 },
      ],
      12,
    );
    expect(along(path, 0)).toMatchObject({ x: 0, y: 0 });
    expect(along(path, 1)).toMatchObject({ x: 90, y: 0 });
    expect(along(path, 0.5).y).toBeCloseTo(50);
  });
});

describe('falls and clocks', () => {
  test('what is lost falls first and fades then, and stays', () => {
    expect(fall(0)).toEqual({ down: 0, faded: 0 });
    expect(fall(FALL_MS)).toEqual({ down: 1, faded: 0 });
    expect(fall(FALL_MS + FADE_MS)).toEqual({ down: 1, faded: 1 });
    expect(fall(Infinity)).toEqual({ down: 1, faded: 1 });
  });

  test('a clock shows what remains of it', () => {
    expect(remaining({ from: 100, duration: 400 }, 200)).toBe(0.75);
    expect(remaining({ from: 100, duration: 400 }, 9_000)).toBe(0);
  });
});
