import { describe, expect, test } from 'vitest';
import { fittedParts, widthOf } from './text';

const FONT = { size: 12 } as const;

describe('a line made of parts', () => {
  const text = '2 threads · backlog 20';
  test('is whole where it fits', () => {
    expect(fittedParts(text, widthOf(text, FONT), FONT)).toBe(text);
  });
  test('loses whole parts from the end where it does not', () => {
    expect(fittedParts(text, widthOf(text, FONT) - 1, FONT)).toBe('2 threads');
  });
  test('is cut only where not even its first part fits', () => {
    expect(fittedParts(text, widthOf('2 threads', FONT) - 1, FONT)).toMatch(/^2 thr\w*…$/);
  });
});
