import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlaceList } from '../../../analysis/scene/place';
import type { RestingCopy, Scene } from '../../../analysis/scene/scene';
import { NONE } from '../../../engine/units';
import { bottom, overlaps, right } from '../geometry';
import type { PlaceBox } from '../places';
import { DUPLICATE_SHIFT, reckoning, tableFigures } from './tableRows';

const box = { x: 10, y: 20, width: 120, height: 200 };
const place: PlaceBox = {
  place: 0,
  held: NONE,
  shape: 'rows',
  deadLetter: false,
  box,
  title: null,
  area: box,
  figures: null,
  foot: null,
  legend: false,
  lanes: [],
  chips: false,
};

/** A scene in which the table holds one row for each of these messages, in order. */
function sceneOf(messages: readonly number[]): Scene {
  const copies = messages.map((message, i): RestingCopy => ({ copy: i, message, index: i, since: 0, deliveries: 0 }));
  const rows = new PlaceList(0, true);
  copies.forEach((copy) => rows.add(copy));
  return { places: [rows] } as unknown as Scene;
}

describe('a table', () => {
  test('the second row of a message is moved aside, joined to the first and counted', () => {
    const figures = tableFigures(sceneOf([1, 2, 3, 4, 3]), place);
    const [first, second] = figures.rows.filter(({ message }) => message === 3);
    expect(second!.box.x - first!.box.x).toBe(DUPLICATE_SHIFT);
    expect([second!.nth, second!.of, figures.twice]).toEqual([2, 2, 1]);
    expect(figures.brackets).toHaveLength(1);
    expect(figures.brackets[0]!.top).toBeLessThan(figures.brackets[0]!.bottom);
  });

  test('the reckoning expects each message once', () => {
    expect(reckoning({ total: 5, distinct: 4 }, 0, 10)).toEqual({ expected: 40, actual: 50 });
    expect(reckoning({ total: 3, distinct: 3 }, 1, 10)).toEqual({ expected: 40, actual: 30 });
  });

  test('a lost message has an empty row of its own', () => {
    const figures = tableFigures(sceneOf([1, 2]), place, { count: 1, latest: [7] });
    expect(figures.rows.filter(({ never }) => never).map(({ message }) => message)).toEqual([7]);
  });

  // Goal: whatever happens, the newest row and what is there twice can be seen, and rows never overlap or leave the table.
  test('the newest row and duplicates stay in sight among hundreds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.array(fc.nat(399), { maxLength: 2 }),
        fc.nat(3),
        (count, again, lost) => {
          const once = Array.from({ length: count }, (_, i) => i);
          const twice = [...new Set(again.filter((message) => message < count))];
          const messages = [...once.slice(0, -1), ...twice, once[count - 1]!];
          const figures = tableFigures(sceneOf(messages), place, {
            count: lost,
            latest: Array.from({ length: lost }, (_, i) => 1_000 + i),
          });
          const rows = figures.rows.filter(({ never }) => !never);
          expect(rows.at(-1)!.copy).toBe(messages.length - 1);
          for (const message of twice)
            expect(rows.filter((row) => row.message === message).length, `message ${message}`).toBeGreaterThanOrEqual(
              2,
            );
          expect(rows.length + figures.hidden).toBe(messages.length);
          for (const row of figures.rows) {
            expect(row.box.x).toBeGreaterThanOrEqual(box.x);
            expect(right(row.box)).toBeLessThanOrEqual(right(box) + 0.01);
            expect(bottom(row.box)).toBeLessThanOrEqual(bottom(box) + 0.01);
          }
          figures.rows.forEach((a, i) =>
            figures.rows.slice(i + 1).forEach((b) => expect(overlaps(a.box, b.box)).toBe(false)),
          );
        },
      ),
    );
  });
});
