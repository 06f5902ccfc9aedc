import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { conformance, judge, type Report } from './run';

// Goal: the model does what a broker was recorded to do, step by step; what it cannot play yet is named, not passed.
// Method: every history below conformance/, played through the model's own channels and compared with `observed`.

const FOLDER = join(import.meta.dirname, 'rabbitmq');
const files = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .sort();
const contentOf = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Record<string, unknown>;

/** What the model cannot play yet, by group. Shorten it when it learns more; never lengthen it. */
const UNSUPPORTED: Readonly<Record<string, readonly string[]>> = {
  d: [
    'nack-loop-prefetch1-quorum',
    'nack-loop-prefetch1-quorum-limit',
    'nack-multiple-quorum',
    'nack-out-of-order-quorum',
    'nack-single-quorum',
  ],
  e: ['retry-loop-quorum'],
  g: ['quorum-drop-head'],
  h: [
    'delivery-count-3-consumers',
    'delivery-count-get',
    'delivery-limit-0',
    'delivery-limit-no-dlx',
    'quorum-global-qos',
    'quorum-unsupported-args',
  ],
  j: ['restart-quorum'],
  l: ['sac-quorum-failover'],
  q: [
    'stream-expiration-and-fanout',
    'stream-no-prefetch',
    'stream-offset-default',
    'stream-offset-first',
    'stream-offset-last',
    'stream-offset-next',
    'stream-offset-number-3',
    'stream-offset-timestamp',
    'stream-replay-two-consumers',
    'stream-restart',
    'stream-unsupported-args',
  ],
};

describe('RabbitMQ as recorded', () => {
  let report: Report;
  beforeAll(async () => {
    report = await conformance([FOLDER]);
  });

  test('no history differs', () => {
    expect(report.failed).toEqual([]);
    expect(report.total).toBe(files.length);
  });

  test('what is unsupported is exactly this', () => {
    const groups: Record<string, string[]> = {};
    for (const { name } of report.unsupported) (groups[name.charAt(0)] ??= []).push(name.slice(2));
    for (const names of Object.values(groups)) names.sort();
    expect(groups).toEqual(UNSUPPORTED);
  });

  test('every history of classic queues matches: what is unsupported asks for a quorum queue or a stream', () => {
    expect(report.unsupported.filter(({ why }) => !/x-queue-type="(quorum|stream)"/.test(why))).toEqual([]);
  });
});

describe('the player would notice', () => {
  // Each history that matches is made wrong in one place; every such change must be told.
  const places = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))
      : [path];

  const otherThan = (value: unknown): unknown => {
    if (typeof value === 'number') return value + 5;
    return typeof value === 'boolean' ? !value : `${String(value)}?`;
  };

  test.each(files)('a wrong value anywhere in %s', (file) => {
    if (judge(contentOf(file), file).kind !== 'passed') return;
    const { messages: _derived, ...observed } = contentOf(file)['observed'] as Record<string, unknown>;
    for (const path of places(observed).filter((_, index) => index % 7 === 0)) {
      const content = contentOf(file);
      let holder = content['observed'] as Record<string, unknown>;
      for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
      const last = path.at(-1)!;
      if (holder[last] === '__varies__') continue;
      if (file === 'f-min-of-both-ttls.json' && path[0] === 'depths' && path[1] === '0') continue; // Not compared, as FORMAT.md says.
      holder[last] = otherThan(holder[last]);
      expect(judge(content, file).kind, path.join('.')).toBe('failed');
    }
  });

  test('a file that cannot be read is a failure by name', async () => {
    const report = await conformance([join(FOLDER, 'no-such-folder')]);
    expect(report.failed).toHaveLength(1);
    expect(report.failed[0]!.difference).toMatch(/cannot be read/);
  });

  test('a history of an unknown step or broker is unsupported, never passed', () => {
    const content = contentOf('o-ack-multiple.json');
    expect(judge({ ...content, broker: 'kafka' }, 'x').kind).toBe('unsupported');
    expect(judge({ ...content, steps: [{ do: 'dance' }] }, 'x').kind).toBe('unsupported');
  });
});
