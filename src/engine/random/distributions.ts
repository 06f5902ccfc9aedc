import { assertNever } from '../assert';
import type { Micros } from '../units';
import { exp, exponentialOf, normalQuantile } from './arithmetic';
import { unit } from './keyed';

/** A duration by chance, in microseconds. `min` shifts the exponential and the log-normal. */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: Micros }
  | { readonly kind: 'uniform'; readonly min: Micros; readonly max: Micros }
  | { readonly kind: 'exponential'; readonly mean: Micros; readonly min: Micros }
  /** `median` and `sigma` (of the logarithm): mean = median × e^(σ²/2). */
  | { readonly kind: 'log-normal'; readonly median: Micros; readonly sigma: number; readonly min: Micros };

export const constant = (value: Micros): Distribution => ({ kind: 'constant', value });

/** The value of a distribution for a key, in whole microseconds, never negative. */
export function drawFrom(distribution: Distribution, key: number): Micros {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return Math.floor(distribution.min + unit(key) * (distribution.max - distribution.min + 1));
    case 'exponential':
      return Math.floor(distribution.min + distribution.mean * exponentialOf(key));
    case 'log-normal':
      return Math.floor(distribution.min + distribution.median * exp(distribution.sigma * normalQuantile(unit(key))));
    default:
      return assertNever(distribution);
  }
}

/** The mean of a distribution in microseconds, for knobs and documentation. */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return (distribution.min + distribution.max) / 2;
    case 'exponential':
      return distribution.min + distribution.mean;
    case 'log-normal':
      return distribution.min + distribution.median * exp((distribution.sigma * distribution.sigma) / 2);
    default:
      return assertNever(distribution);
  }
}
