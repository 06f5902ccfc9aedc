import * as v from 'valibot';
import type { Micros } from '../../engine/units';
import { count, described, distribution, duration, parseDuration } from '../../models/schema';

/** What an application produces, and when: a count at a rate, with bursts if need be, or given moments. */

const MESSAGES_MAX = 1_000_000;

const phase = v.strictObject({
  from: v.pipe(duration, described('When the phase begins, from the start of the run.', 'duration')),
  for: v.pipe(duration, described('How long it lasts.', 'duration')),
  times: v.pipe(
    v.number('expected a number'),
    v.minValue(0, 'expected 0 or more'),
    v.maxValue(1_000),
    described('How many times as much is produced: 10 is a burst, 0 a silence.'),
  ),
});

const phases = v.pipe(
  v.array(phase),
  v.check(
    (list) => list.every(({ from }, index) => index === 0 || from >= list[index - 1]!.from + list[index - 1]!.for),
    'expected phases in the order of time, none within another',
  ),
  v.transform((list) => list.map(({ from, for: length, times }) => ({ from, until: from + length, times }))),
);

const csv = v.strictObject({
  csv: v.pipe(
    v.string('expected the text of a CSV file'),
    v.minLength(1, 'expected the text of a CSV file'),
    described('The text of the file; its first line holds the names of its columns.'),
  ),
  column: v.optional(v.pipe(v.string(), described('The column that holds the moments; left out, the first.'))),
  unit: v.optional(
    v.pipe(
      v.picklist(['us', 'ms', 's', 'min'], 'expected "us", "ms", "s" or "min"'),
      described('What a plain number there counts; a text such as 250ms speaks for itself.'),
    ),
    's',
  ),
});

/** The moments in a column, by rising time, the first at 0: a log begins at any time of the day. Or what is wrong with it. */
function momentsOf({ csv: text, column, unit }: v.InferOutput<typeof csv>): Micros[] | string {
  const lines = text.split(/\r?\n/);
  const names = cellsOf(lines[0]!);
  const position = column === undefined ? 0 : names.indexOf(column);
  if (position === -1) return `there is no column "${column ?? ''}"; there are ${names.join(', ')}`;
  const moments: Micros[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const cell = cellsOf(line)[position] ?? '';
    const moment = parseDuration(/^[\d.]+$/.test(cell) ? cell + unit : cell);
    if (moment === null) return `line ${index + 1}: "${cell}" is no time; expected a number, or a text such as "250ms"`;
    moments.push(moment);
  }
  if (moments.length === 0) return 'expected at least one line below the names of the columns';
  moments.sort((a, b) => a - b);
  return moments.map((moment) => moment - moments[0]!);
}

/** The cells of a line; a quoted one may hold commas, and "" for a quote. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*?))\s*(?=,|$)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
  );

const arrivals = v.pipe(
  v.union([v.array(duration), csv], 'expected moments such as ["100ms", "1.5s"], or {"csv": "…"}'),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const given = dataset.value;
    if (Array.isArray(given)) {
      if (given.length > 0) return { moments: [...given].sort((a, b) => a - b), isRelative: false };
      addIssue({ message: 'expected at least one moment' });
      return NEVER;
    }
    const moments = momentsOf(given);
    if (typeof moments !== 'string') return { moments, isRelative: true };
    addIssue({ message: moments });
    return NEVER;
  }),
);

/** Messages that cannot be processed: a program meets them by `if: "failing"`. */
const failing = v.strictObject({
  messages: v.optional(
    v.pipe(
      v.array(v.pipe(count, v.minValue(1, 'expected a number from 1'))),
      described('The numbers of messages that cannot be processed, from 1.'),
    ),
    [],
  ),
  share: v.optional(
    v.pipe(
      v.number(),
      v.minValue(0),
      v.maxValue(1, 'expected a chance from 0 to 1'),
      described('The chance of every other message to be one of them.'),
    ),
    0,
  ),
  times: v.optional(
    v.nullable(
      v.pipe(
        count,
        v.minValue(1, 'expected 1 or more'),
        described('How many attempts at one fail; left out: all, a poison message.', 'attempts'),
      ),
    ),
    null,
  ),
});

export const workloadSchema = v.pipe(
  v.strictObject({
    messages: v.optional(
      v.pipe(
        count,
        v.maxValue(MESSAGES_MAX, 'expected at most 1,000,000 messages'),
        described('How many in all. With arrivals it may be left out: all of these.', 'messages'),
      ),
    ),
    first: v.optional(
      v.pipe(duration, described('When the first one is produced, from the start of the run.', 'duration')),
      '100ms',
    ),
    every: v.optional(
      v.pipe(distribution, described('How long after one the next is produced: a constant, or by chance.', 'duration')),
      '1s',
    ),
    phases: v.optional(
      v.pipe(
        phases,
        described('Bursts and lulls, in the order of time: they change how fast messages come, and no other draw.'),
      ),
      [],
    ),
    arrivals: v.optional(
      v.pipe(
        arrivals,
        described(
          'The moments at which messages come, or a column of a CSV file, in place of first, every and phases.',
        ),
      ),
    ),
    keys: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(), v.minLength(1))),
        described('Keys of its messages; without them messages have none. What has one key keeps its order in a log.'),
      ),
    ),
    choose: v.optional(
      v.pipe(
        v.picklist(['in turn', 'at random'], 'expected "in turn" or "at random"'),
        described('How a message gets one of the keys.'),
      ),
      'in turn',
    ),
    failing: v.optional(
      v.pipe(failing, described('Messages that cannot be processed: a program meets them by the condition failing.')),
      {},
    ),
    buffer: v.optional(
      v.nullable(
        v.pipe(
          count,
          v.minValue(1, 'expected 1 or more'),
          described(
            'It produces nothing while so many of its messages are not confirmed: a bounded buffer, which slows it down. Left out: whatever comes.',
            'messages',
          ),
        ),
      ),
      null,
    ),
  }),
  v.check(
    ({ messages, arrivals: moments }) => messages !== undefined || moments !== undefined,
    'expected "messages", how many, or "arrivals", when',
  ),
  v.check(
    ({ phases: list, arrivals: moments }) => list.length === 0 || moments === undefined,
    'expected "phases" or "arrivals", not both',
  ),
  v.transform(({ messages, arrivals: given, ...rest }) => {
    const shift = given?.isRelative === true ? rest.first : 0;
    const moments = given === undefined ? null : given.moments.map((moment) => moment + shift);
    return { ...rest, arrivals: moments, messages: Math.min(messages ?? Infinity, moments?.length ?? Infinity) };
  }),
);

export type WorkloadFile = v.InferOutput<typeof workloadSchema>;
