import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FIELDS } from '../engine/trace/record';
import { OUTCOMES } from './outcomes';

const page = readFileSync(new URL('../../docs/trace.md', import.meta.url), 'utf8');

test('docs/trace.md has every kind of record with its fields in their order', () => {
  for (const [kind, fields] of Object.entries(FIELDS)) {
    expect(page).toContain(`| \`${kind}\` | ${fields.map((field) => `\`${field}\``).join(' ')} |`);
  }
});

test('docs/trace.md has every outcome', () => {
  for (const outcome of OUTCOMES) expect(page).toContain(`| \`${outcome}\` |`);
});
