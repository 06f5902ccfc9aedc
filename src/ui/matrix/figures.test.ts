import { expect, test } from 'vitest';
import { TraceWriter } from '../../analysis/testing/writer';
import type { TraceHeader } from '../../engine/trace/header';
import { matrixTitle } from './figures';

const header = new TraceWriter().header();
const [service] = header.nodes;
const titled = (...titles: readonly string[]): TraceHeader => ({
  ...header,
  nodes: titles.map((title, id) => ({ ...service!, id, title })),
});

test('the heading names who was told, as one would say it', () => {
  expect(matrixTitle(titled('Customer'))).toBe('What the Customer was told, and the truth');
  expect(matrixTitle(titled('Producer 1'))).toBe('What Producer 1 was told, and the truth');
  expect(matrixTitle(titled('Customer', 'Auth Service'))).toBe('What producers were told, and the truth');
});
