import { expect, test } from 'vitest';
import { SvgPath } from './svgContext';

// Goal: an exported picture has the shapes of the canvas: each path command means the same in both.
test('a full circle is two half arcs that come back to where they began', () => {
  const path = new SvgPath();
  path.arc(10, 20, 5, 0, 2 * Math.PI);
  expect(path.d).toBe('M15 20a5 5 0 1 1 -10 0a5 5 0 1 1 10 0z');
});

test('a part of a circle goes the way that it is told', () => {
  const quarter = new SvgPath();
  quarter.arc(0, 0, 10, 0, Math.PI / 2);
  expect(quarter.d).toBe('M10 0A10 10 0 0 1 0 10');
  const rest = new SvgPath();
  rest.arc(0, 0, 10, 0, Math.PI / 2, true);
  expect(rest.d).toBe('M10 0A10 10 0 1 0 0 10');
});

test('corners are no rounder than the rectangle is wide', () => {
  const path = new SvgPath();
  path.roundRect(0, 0, 4, 10, 9);
  expect(path.d).toBe('M2 0h0a2 2 0 0 1 2 2v6a2 2 0 0 1 -2 2h0a2 2 0 0 1 -2 -2v-6a2 2 0 0 1 2 -2z');
});
