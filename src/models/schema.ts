import * as v from 'valibot';
import type { Distribution } from '../engine/random/distributions';
import type { Micros } from '../engine/units';

/** What config schemas share. Times are written as people write them ("250ms") and read as microseconds. */

const UNITS: Readonly<Record<string, number>> = {
  us: 1,
  µs: 1,
  ms: 1_000,
  s: 1_000_000,
  min: 60_000_000,
  h: 3_600_000_000,
};
const DURATION = /^(\d+(?:\.\d+)?)\s*(us|µs|ms|s|min|h)$/;

/** "1.5s" as microseconds; null if it is no duration. */
export function parseDuration(text: string): Micros | null {
  const match = DURATION.exec(text.trim());
  return match ? Math.round(Number(match[1]) * UNITS[match[2]!]!) : null;
}

/** Microseconds as the shortest exact duration: 1500000 → "1.5s". */
export function formatDuration(micros: Micros): string {
  if (micros >= 60_000_000 && micros % 60_000_000 === 0) return `${micros / 60_000_000}min`;
  if (micros >= 1_000_000 && micros % 1_000 === 0) return `${micros / 1_000_000}s`;
  if (micros >= 1_000) return `${micros / 1_000}ms`;
  return `${micros}us`;
}

const DURATION_MESSAGE = 'expected a duration such as "250ms", "1.5s" or "2min"';

/**
 * What people are told of a setting, beside it in the schema: what it means, with "Source: …" at the end
 * where it stands for a setting of the real thing, and its unit.
 */
export const described = <T>(description: string, unit = '') =>
  v.metadata<T, { readonly description: string; readonly unit: string }>({ description, unit });

/** A duration in the file; microseconds in what is parsed from it. */
export const duration = v.pipe(
  v.string(DURATION_MESSAGE),
  v.check((text) => parseDuration(text) !== null, DURATION_MESSAGE),
  v.transform((text): Micros => parseDuration(text)!),
);

/** A duration by chance: a plain duration is a constant. */
export const distribution = v.pipe(
  v.union(
    [
      duration,
      v.strictObject({ constant: duration }),
      v.strictObject({ uniform: v.strictObject({ min: duration, max: duration }) }),
      v.strictObject({ exponential: v.strictObject({ mean: duration, min: v.optional(duration, '0ms') }) }),
      v.strictObject({
        logNormal: v.strictObject({
          median: duration,
          sigma: v.pipe(v.number(), v.minValue(0), v.maxValue(5)),
          min: v.optional(duration, '0ms'),
        }),
      }),
    ],
    'expected a duration ("250ms") or one of {"constant"}, {"uniform"}, {"exponential"}, {"logNormal"}',
  ),
  v.transform((value): Distribution => {
    if (typeof value === 'number') return { kind: 'constant', value };
    if ('constant' in value) return { kind: 'constant', value: value.constant };
    if ('uniform' in value) return { kind: 'uniform', ...value.uniform };
    if ('exponential' in value) return { kind: 'exponential', ...value.exponential };
    return { kind: 'log-normal', ...value.logNormal };
  }),
);

/** The name of a node, queue, topic, table: what people and `--set` call it by. */
export const name = v.pipe(
  v.string('expected a name'),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'expected a name of letters, digits, ".", "_" and "-"'),
  v.maxLength(80, 'expected a name of at most 80 characters'),
);

export const count = v.pipe(
  v.number('expected a number'),
  v.integer('expected a whole number'),
  v.minValue(0, 'expected 0 or more'),
);

/** What every process says that runs a program of the scenario: a consumer, or a server. */
export const hostEntries = {
  program: v.pipe(name, described('The program that it runs, one of those under programs.')),
  concurrency: v.optional(
    v.pipe(
      count,
      v.minValue(1, 'expected 1 or more'),
      v.maxValue(1_000),
      described('Handlers at work at the same time: threads, or promises in flight.', 'handlers'),
    ),
    1,
  ),
  maxRetries: v.optional(
    v.pipe(
      count,
      v.maxValue(1_000),
      described(
        'How often its program sends a message round again before it gives it up: what the condition "retries left" asks.',
        'times',
      ),
    ),
    3,
  ),
  earlierRetries: v.optional(
    v.pipe(
      count,
      v.maxValue(1_000),
      described(
        'How often what it gets has been sent round before, where no header says so: the place of a retry topic in its row.',
        'times',
      ),
    ),
    0,
  ),
  pace: v.optional(
    v.pipe(duration, described('How long a step takes that only the program is busy with.', 'duration')),
    '0ms',
  ),
  database: v.optional(v.pipe(name, described('The database that its program reads and writes.'))),
  databaseReconnectAfter: v.optional(
    v.pipe(duration, described('How long it waits before it connects to its database again.', 'duration')),
    '500ms',
  ),
  clients: v.optional(
    v.pipe(
      v.array(v.looseObject({ broker: v.pipe(name, described('The broker that is called, by its name.')) })),
      described('Whom else its program calls or publishes to: the name of a broker, with the options of a producer.'),
    ),
    [],
  ),
};

/** Retries with waits that grow: `{ "retries": 3, "first": "1s", "factor": 2, "max": "30s", "jitter": 0 }`. */
export const retryPolicy = v.strictObject({
  retries: v.optional(
    v.pipe(count, described('How often it is tried again after the first attempt; 0: never.', 'times')),
    0,
  ),
  first: v.optional(v.pipe(duration, described('The wait before the first retry.', 'duration')), '1s'),
  factor: v.optional(
    v.pipe(
      v.number(),
      v.minValue(1),
      described(
        'Each further wait is so many times as long as the one before: 2 is exponential backoff, 1 a constant wait.',
      ),
    ),
    2,
  ),
  max: v.optional(v.pipe(duration, described('No wait is longer than this.', 'duration')), '30s'),
  jitter: v.optional(
    v.pipe(
      v.number(),
      v.minValue(0),
      v.maxValue(1),
      described(
        'By how much a wait may be shorter by chance, as a share of it: 1 is any wait up to the whole. Without it, all who failed together try again together.',
      ),
    ),
    0,
  ),
});

/** What the rows of a table are worth. */
export const worthEntries = {
  amount: v.optional(
    v.pipe(
      v.number(),
      v.minValue(0),
      described('What a row is worth, for expected against actual; 0: nothing is summed.'),
    ),
    0,
  ),
  currency: v.optional(v.pipe(v.string(), described('The sign that stands before an amount.')), '$'),
};
