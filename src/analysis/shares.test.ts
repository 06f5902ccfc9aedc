import { expect, test } from 'vitest';
import { analyse } from './result';
import { ackLost } from './testing/ackLost';

test('effects are counted by whose they are', () => {
  const writer = ackLost();
  const { shares, messages } = analyse(writer.trace, writer.header());
  const sum = Object.values(shares['payments']!).reduce((total, count) => total + count, 0);
  expect(sum).toBe(messages.reduce((total, { effects }) => total + effects, 0));
  expect(sum).toBe(3);
});
