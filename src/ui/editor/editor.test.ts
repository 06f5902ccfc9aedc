import { jsonLanguage } from '@codemirror/lang-json';
import { Text } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../scenario/catalogue';
import { load, parseFile } from '../../scenario/load';
import type { ScenarioFile } from '../../scenario/schema/scenario';
import { writeFile } from '../../scenario/write';
import { keyHints, valueHints } from './hints';
import { placed, schemaMistakes } from './mistakes';
import { pathOf, rangeOf, rootOf, valueOf } from './tree';

const home = catalogue.find(({ id }) => id === 'at-least-once')!;
const text = writeFile(home);
const treeOf = (json: string) => jsonLanguage.parser.parse(json);
const docOf = (json: string) => Text.of(json.split('\n'));
const marked = (json: string, where: string): string => {
  const { from, to } = rangeOf(where, treeOf(json), docOf(json));
  return json.slice(from, to);
};
/** The mistakes of a text, each with what is marked for it. */
const mistakes = (json: string) =>
  placed(schemaMistakes(json), treeOf(json), json).map(({ from, to, where, message }) => [
    where,
    json.slice(from, to),
    message,
  ]);

// Goal: the editor names the place and what was expected there, as the loader does, and marks it in the text.
describe('a scenario as text', () => {
  test.each(catalogue.map((file) => [file.id, file] as const))('%s is written so that it reads the same', (_, file) => {
    const written = writeFile(file);
    expect(load(parseFile(written))).toEqual(load(file));
    expect(valueOf(rootOf(treeOf(written)), docOf(written))).toEqual(JSON.parse(written));
  });

  test('places are found by name, index and *', () => {
    expect(marked(text, 'consumers[payment-2].prefetch')).toBe('1');
    expect(marked(text, 'consumers[1].prefetch')).toBe('1');
    expect(marked(text, 'consumers[*].program')).toBe('"charge"');
    expect(marked(text, 'faults[0].what')).toBe('"lose"');
    expect(marked(text, 'programs.charge')).toContain('charge');
    expect(marked(text, 'brokers[rabbitmq].nothing')).not.toBe('');
  });

  test('mistakes are marked where they are', () => {
    expect(mistakes(text)).toEqual([]);
    expect(mistakes(text.replace('"prefetch": 1', '"prefetsch": 1'))).toEqual([
      ['consumers[payment-1].prefetsch', '1', expect.stringContaining('did you mean "prefetch"')],
    ]);
    expect(mistakes(text.replace('"20s"', '"soon"'))).toEqual([
      ['until', '"soon"', expect.stringContaining('duration')],
    ]);
    const [[where] = []] = mistakes(text.slice(0, text.length / 2));
    expect(where).toBe('file');
  });

  test('nothing that is typed breaks the reading of it', () => {
    for (let length = 0; length < text.length; length += 7) {
      const half = text.slice(0, length);
      const tree = treeOf(half);
      expect(() => valueOf(rootOf(tree), docOf(half))).not.toThrow();
      expect(() => pathOf(tree.resolveInner(length, -1), docOf(half))).not.toThrow();
      expect(() => placed(schemaMistakes(half), tree, half)).not.toThrow();
    }
  });
});

describe('hints', () => {
  const labels = (hints: readonly { readonly label: string }[]) => hints.map(({ label }) => label);
  test('are the keys that the schema has and the object has not', () => {
    const keys = labels(keyHints(home, ['consumers', 0], ['name', 'prefetch']));
    expect(keys).toEqual(expect.arrayContaining(['queue', 'autoAck', 'concurrency', 'program']));
    expect(keys).not.toContain('prefetch');
    expect(labels(keyHints(home, ['programs', 'charge', 'steps', 0], []))).toEqual(
      expect.arrayContaining(['step', 'line', 'if']),
    );
    expect(labels(keyHints(home, ['faults', 0, 'when'], ['packet']))).toEqual(
      expect.arrayContaining(['from', 'to', 'message', 'nth']),
    );
  });
  test('are the choices, and the names of things in this file', () => {
    expect(labels(valueHints(home, ['faults', 0, 'what']))).toEqual(expect.arrayContaining(['lose', 'crash']));
    expect(labels(valueHints(home, ['consumers', 0, 'program']))).toEqual(['charge', 'order-processor']);
    expect(labels(valueHints(home, ['consumers', 0, 'queue']))).toEqual(['order-processing-queue']);
    expect(labels(valueHints(home, ['consumers', 0, 'autoAck']))).toEqual(['true', 'false']);
    expect(labels(valueHints(home, ['programs', 'charge', 'steps', 0, 'step']))).toContain('receive');
    expect(labels(valueHints({} as ScenarioFile, ['brokers', 0, 'kind']))).toEqual(
      expect.arrayContaining(['rabbitmq', 'kafka']),
    );
  });
});
