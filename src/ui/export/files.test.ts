import { expect, test } from 'vitest';
import { catalogue } from '../../scenario/catalogue';
import { load } from '../../scenario/load';
import { clockRun } from '../app/clockStore';
import { momentsOf, SECONDS_MAX } from './film';
import { inForce } from './files';
import { plainSize } from './size';

// Goal: what is taken away is what was on the page.
test.each(catalogue.map((file) => [file.id, file] as const))(
  '%s with its faults is one file that runs the same',
  (_, file) => {
    for (const variant of Object.keys(file.variants ?? {})) {
      const edit = { variant, seed: 7, settings: [], faults: 'own' as const };
      const { scenario, faults, seed } = load(file, edit);
      const again = load(inForce(file, edit));
      expect([again.faults, again.seed]).toEqual([faults, seed]);
      expect({ ...again.scenario, variants: {}, faults: [] }).toEqual({ ...scenario, variants: {}, faults: [] });
    }
  },
);

test('a film is frames of the run’s clock: evenly, folded, to the end, and never more than can be held', () => {
  clockRun(10_000_000, [], 1, false);
  const film = { from: 1_000_000, to: 2_000_000, framesPerSecond: 10, scale: 1 };
  expect(momentsOf(film)).toEqual(Array.from({ length: 11 }, (_, frame) => 1_000_000 + frame * 100_000));
  expect(momentsOf({ ...film, from: 0, to: 10_000_000, framesPerSecond: 100 })).toHaveLength(1001);
  clockRun(100_000_000, [], 1, false);
  expect(momentsOf({ ...film, from: 0, to: 100_000_000 })).toHaveLength(SECONDS_MAX * 10);
  clockRun(10_000_000, [{ from: 1_000_000, to: 9_000_000 }], 1, false);
  expect(momentsOf({ ...film, from: 0, to: 10_000_000 }).length).toBeLessThan(30);
});

test('the size of a picture is what it says, or its box', () => {
  expect(plainSize('<svg width="12.5" height="3px" viewBox="0 0 9 9">')).toEqual({ width: 12.5, height: 3 });
  expect(plainSize('<svg viewBox="0 0 90 45">')).toEqual({ width: 90, height: 45 });
});
