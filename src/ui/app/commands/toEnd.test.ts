import { expect, test } from 'vitest';
import { clockRun, clockStore, seek } from '../clockStore';
import { runStore } from '../runStore';
import { toEnd } from './toEnd';

function arrives(end: number): void {
  clockRun(end, [], 1, false);
  runStore.setState({ loading: false });
}

test('to the end, while the next run is computed, means the end of that one', () => {
  clockRun(5_000_000, [], 1, false);
  runStore.setState({ loading: true });
  toEnd.do();
  expect(clockStore.getState().time).toBe(5_000_000);
  arrives(8_000_000);
  expect(clockStore.getState().time).toBe(8_000_000);
});

test('who has gone elsewhere meanwhile stays there', () => {
  clockRun(5_000_000, [], 1, false);
  runStore.setState({ loading: true });
  toEnd.do();
  seek(2_000_000);
  arrives(8_000_000);
  expect(clockStore.getState().time).toBe(2_000_000);
});

test('a later run, of which nobody wanted to see the end, opens where the clock stands', () => {
  clockRun(5_000_000, [], 1, false);
  toEnd.do();
  runStore.setState({ loading: true });
  arrives(8_000_000);
  expect(clockStore.getState().time).toBe(5_000_000);
});
