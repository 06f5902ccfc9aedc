import { describe, expect, test } from 'vitest';
import { fittedName, fittedParts, widthOf } from './text';

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

describe('a name', () => {
  const shortened = (name: string, like: string) => fittedName(name, widthOf(like, FONT), FONT);
  test('keeps the words by which siblings differ, and whole ones before stumps', () => {
    expect(shortened('Payment Worker 1', 'Payment Worker 1')).toBe('Payment Worker 1');
    expect(shortened('Payment Worker 1', 'Worker 10')).toBe('Worker 1');
    expect(shortened('Email Service', 'Email Se')).toBe('Email');
    expect(shortened('Analytics', 'Analyti')).toMatch(/^Anal\w*…$/);
  });
});
