import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { merge, say, speechStore } from './speech';

// Goal: while the clock plays nobody is talked down: at most one utterance in 2.5 s, and one's own key is answered at once.

beforeEach(() => {
  vi.useFakeTimers();
  // What was said in the test before is long past.
  vi.advanceTimersByTime(60_000);
});
afterEach(() => vi.useRealTimers());

const said = (): string => speechStore.getState().text;

test('events that come fast are merged into one utterance, and the last one is heard', () => {
  say('One.', 'event');
  expect(said()).toBe('One.');
  for (const text of ['Two.', 'Three.', 'Four.', 'The end.']) say(text, 'event');
  expect(said()).toBe('One.');
  vi.advanceTimersByTime(2_500);
  expect(said()).toBe('Two. And 2 more. The end.');
});

test('the answer to a key is said at once, and takes the place of what waits', () => {
  say('An event.', 'event');
  say('Another.', 'event');
  say('Held at 2.000 s.', 'now');
  expect(speechStore.getState()).toMatchObject({ text: 'Held at 2.000 s.', urgency: 'now' });
  vi.advanceTimersByTime(10_000);
  expect(said()).toBe('Held at 2.000 s.');
});

test('the same text twice is said twice', () => {
  const { turn } = speechStore.getState();
  say('Again.', 'now');
  say('Again.', 'now');
  expect(speechStore.getState().turn).toBe(turn + 2);
});

test.each([
  [[], ''],
  [['A.'], 'A.'],
  [['A.', 'B.'], 'A. B.'],
  [['A.', 'B.', 'C.'], 'A. And 1 more. C.'],
])('%j is merged into %j', (texts, whole) => {
  expect(merge(texts)).toBe(whole);
});
