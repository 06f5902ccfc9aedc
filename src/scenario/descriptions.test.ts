import '../models/allConfigs';
import { describe, expect, test } from 'vitest';
import { describeSetting, type SchemaNode } from './describe';
import { wholeSchema } from './schema/scenario';

// Goal: whatever can be set of a broker, a producer, a consumer, a table, a monitor or the network says what it means:
// beside the knob, in the editor, in the JSON Schema. What people read (a scenario's texts) and what docs/scenario-format.md
// tells (programs, faults, assertions) is left to that.

const PARTS = ['brokers', 'producers', 'consumers', 'databases', 'monitors', 'network', 'subscriptions'];
/** Forms of a duration by chance, which speak for themselves. */
const FORMS = ['constant', 'uniform', 'exponential', 'logNormal'];

interface Found {
  readonly path: string;
  readonly text: string;
}

type Node = SchemaNode & { readonly options?: readonly unknown[] };

function* settingsOf(node: Node, path: string): Generator<Found> {
  for (const [key, entry] of Object.entries(node.entries ?? {})) {
    if (FORMS.includes(key)) continue;
    yield { path: `${path}.${key}`, text: describeSetting(entry).text };
    yield* settingsOf(entry, `${path}.${key}`);
  }
  if (node.wrapped !== undefined) yield* settingsOf(node.wrapped, path);
  if (node.item !== undefined) yield* settingsOf(node.item, `${path}[]`);
  for (const part of node.pipe ?? []) if (part !== node) yield* settingsOf(part, path);
  for (const option of node.options ?? []) if (typeof option === 'object') yield* settingsOf(option as Node, path);
}

const whole = wholeSchema() as unknown as Node;
const all = PARTS.flatMap((part) => [...settingsOf(whole.entries![part]!, part)]);

test('there are a good many settings', () => expect(all.length).toBeGreaterThan(150));

describe('a setting', () => {
  test('says what it means', () => {
    expect(all.filter(({ text }) => text === '').map(({ path }) => path)).toEqual([]);
  });

  test('says it in a sentence', () => {
    const odd = all.filter(({ text }) => !/^[\p{Lu}\d"“a-z].*[.)"]$/u.test(text));
    expect(odd.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });
});
