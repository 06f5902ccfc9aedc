import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../scenario/catalogue';
import { atLeastOnce } from '../scenario/catalogue/at-least-once';
import { main } from './main';

/** Calls `sim` as the shell does, and keeps what it says. */
async function sim(...argv: string[]) {
  return simIn(process.cwd(), ...argv);
}

async function simIn(cwd: string, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(argv, cwd, { result: (text) => out.push(text), warn: (text) => err.push(text) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const json = async <T>(...argv: string[]): Promise<T> => JSON.parse((await sim(...argv, '--json')).out) as T;

interface Document {
  readonly digest: string;
  readonly outcomes: Record<string, Record<string, number>>;
  readonly faults: readonly { readonly fired: boolean; readonly at: number | null }[];
  readonly messages?: readonly { readonly id: string; readonly outcome: string }[];
  readonly assertions: readonly { readonly name: string; readonly holds: boolean | null }[];
}

test('list names every scenario of the catalogue with the fields of the contract', async () => {
  const entries = await json<Record<string, unknown>[]>('list');
  expect(entries.map((entry) => entry['id'])).toEqual(catalogue.map(({ id }) => id));
  for (const entry of entries) {
    expect(Object.keys(entry).sort()).toEqual([
      'claim',
      'id',
      'seed',
      'subscriptions',
      'systems',
      'tags',
      'title',
      'until',
      'variants',
    ]);
  }
});

describe('run', () => {
  test('prints the document of the contract', async () => {
    const document = await json<Record<string, unknown>>('run', 'at-least-once');
    expect(Object.keys(document)).toEqual([
      'format',
      'scenario',
      'variant',
      'seed',
      'until',
      'ended',
      'endedAt',
      'events',
      'records',
      'digest',
      'outcomes',
      'beliefs',
      'matrix',
      'lost',
      'order',
      'metrics',
      'shares',
      'alerts',
      'blocked',
      'response',
      'faults',
      'assertions',
    ]);
    expect(document['digest']).toMatch(/^[0-9a-f]{16}$/);
  });

  test('at-least-once charges the order whose ack was lost twice, and its mended variant does not', async () => {
    const article = await json<Document>('run', 'at-least-once', '--messages');
    expect(article.outcomes['payments']).toMatchObject({ produced: 5, done: 4, duplicated: 1, lost: 0 });
    expect(article.messages!.find(({ id }) => id === 'order-3')!.outcome).toBe('duplicated');
    const mended = await json<Document>('run', 'at-least-once', '--variant', 'mended');
    expect(mended.outcomes['payments']).toMatchObject({ produced: 5, done: 5, duplicated: 0, lost: 0 });
    expect(mended.faults[0]!.fired).toBe(true);
  });

  test('without faults nothing goes wrong, and `shows` assertions say nothing', async () => {
    const { outcomes, faults, assertions } = await json<Document>('run', 'at-least-once', '--no-faults');
    expect(outcomes['payments']).toMatchObject({ done: 5, duplicated: 0 });
    expect(faults).toEqual([]);
    expect(assertions.find(({ name }) => name === 'charged-twice')!.holds).toBeNull();
    expect(assertions.find(({ name }) => name === 'never-lost')!.holds).toBe(true);
  });

  test('the same seed has the same digest, another seed another', async () => {
    const digest = async (...more: string[]) => (await json<Document>('run', 'at-least-once', ...more)).digest;
    expect(await digest('--seed', '7')).toBe(await digest('--seed', '7'));
    expect(await digest('--seed', '7')).not.toBe(await digest('--seed', '8'));
  });

  test('a fault that finds no occasion is reported', async () => {
    const { faults } = await json<Document>(
      'run',
      'at-least-once',
      '--no-faults',
      '--fault',
      '{"when":{"packet":"ack","nth":99},"what":"lose"}',
    );
    expect(faults).toEqual([{ when: { packet: 'ack', nth: 99 }, what: 'lose', fired: false, at: null }]);
  });

  test('reads a scenario file and a list of faults, and writes a trace, relative to the caller’s folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ackscope-'));
    writeFileSync(join(folder, 'mine.json'), JSON.stringify({ ...atLeastOnce, id: 'mine' }));
    writeFileSync(join(folder, 'faults.json'), '[{"when":{"packet":"ack","message":"order-1"},"what":"lose"}]');
    const { code, out } = await simIn(
      folder,
      'run',
      './mine.json',
      '--faults',
      'faults.json',
      '--trace',
      'trace.jsonl',
      '--json',
    );
    expect(code).toBe(0);
    const document = JSON.parse(out) as { scenario: string; records: number };
    expect(document.scenario).toBe('mine');
    const lines = readFileSync(join(folder, 'trace.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(document.records + 1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ format: 1, scenario: 'mine' });
  });

  test('is readable without --json, too', async () => {
    const { out } = await sim('run', 'at-least-once');
    expect(out).toContain('payments: 5 produced, 4 done, 1 duplicated');
    expect(out).toContain('✓ never-lost (always)');
  });
});

describe('bad input: exit 2, an empty stdout, and a sentence that names the place', () => {
  test.each<[string, string[], string]>([
    ['no command', [], 'sim run'],
    ['an unknown command', ['rum'], 'did you mean "run"'],
    ['an unknown scenario', ['run', 'at-least-twice'], 'did you mean "at-least-once"'],
    ['an unknown option', ['run', 'at-least-once', '--sed', '3'], 'did you mean "seed"'],
    ['a seed that is none', ['run', 'at-least-once', '--seed', 'x'], '--seed: expected a whole number'],
    [
      'a path that is none',
      ['run', 'at-least-once', '--set', 'consumers[payment-1].prefech=1'],
      'consumers[payment-1].prefech: there is no such setting; did you mean "prefetch"?',
    ],
    ['a setting without value', ['run', 'at-least-once', '--set', 'prefetch'], 'expected path=value'],
    ['a fault that is no JSON', ['run', 'at-least-once', '--fault', '{'], '--fault: this is not JSON'],
    [
      'a fault of an unknown kind',
      ['run', 'at-least-once', '--fault', '{"when":{"at":"1s"},"what":"explode"}'],
      '--fault.what: expected one of lose',
    ],
    [
      'a packet that does not exist',
      ['run', 'at-least-once', '--fault', '{"when":{"packet":"akc"},"what":"lose"}'],
      'did you mean "ack"',
    ],
    [
      'a node that does not exist',
      ['run', 'at-least-once', '--fault', '{"when":{"at":"1s"},"what":"crash","whom":"payment-7"}'],
      'there is no node "payment-7"',
    ],
    [
      'a duplicate on a TCP connection',
      ['run', 'at-least-once', '--fault', '{"when":{"packet":"ack"},"what":"duplicate"}'],
      '"duplicate" does not exist on a TCP connection',
    ],
    ['a variant that does not exist', ['run', 'at-least-once', '--variant', 'x'], 'there is no variant "x"'],
    ['a file that does not exist', ['run', './none.json'], './none.json: cannot read this file: ENOENT'],
    ['a range of seeds that falls', ['check', 'all', '--seeds', '9..1'], 'expected a rising range'],
  ])('%s', async (_, argv, message) => {
    const { code, out, err } = await sim(...argv);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
  });

  test('a broken file is named with the place in it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ackscope-'));
    writeFileSync(join(folder, 'broken.json'), JSON.stringify({ ...atLeastOnce, seed: 'one' }));
    const { code, err } = await simIn(folder, 'run', 'broken.json');
    expect(code).toBe(2);
    expect(err).toContain('broken.json: seed: expected a number');
  });
});

describe('check', () => {
  test('all scenarios hold over their seeds', async () => {
    const { code, out } = await sim('check', 'all', '--seeds', '1..5', '--json');
    const report = JSON.parse(out) as { scenario: string; variant: string; failed: unknown[] }[];
    expect(report.filter(({ failed }) => failed.length > 0)).toEqual([]);
    expect(code).toBe(0);
    expect(report.length).toBeGreaterThan(catalogue.length);
  });

  test('exits 1 when an assertion fails, and says which on which seed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ackscope-'));
    const assertions = [{ name: 'wrong', kind: 'always', text: '', path: 'outcomes.payments.done', equals: 99 }];
    writeFileSync(
      join(folder, 'wrong.json'),
      JSON.stringify({ ...atLeastOnce, id: 'wrong', assertions, variants: {} }),
    );
    const { code, out } = await simIn(folder, 'check', 'wrong.json', '--seeds', '1..2', '--json');
    expect(code).toBe(1);
    expect(
      (JSON.parse(out) as { failed: { seed: number; assertion: string }[] }[])[0]!.failed.map(({ seed, assertion }) => [
        seed,
        assertion,
      ]),
    ).toEqual([
      [1, 'wrong'],
      [2, 'wrong'],
    ]);
  });
});

test('schema is a JSON Schema of draft 7 or later that knows the parts of a scenario', async () => {
  const schema = JSON.parse((await sim('schema')).out) as { $schema: string; properties: Record<string, unknown> };
  expect(schema.$schema).toContain('json-schema.org');
  expect(Object.keys(schema.properties)).toEqual(
    expect.arrayContaining(['id', 'brokers', 'producers', 'consumers', 'programs', 'faults', 'assertions', 'variants']),
  );
});
