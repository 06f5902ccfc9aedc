import { describe, expect, test } from 'vitest';
import { catalogue } from './catalogue';
import { describeSetting, schemaAt, settingAt } from './describe';
import { load } from './load';
import { valueAt } from './paths';
import { settingsOf, type Setting } from './settings';

const file = (id: string) => catalogue.find((one) => one.id === id)!;
const all = (id: string): Setting[] => settingsOf(file(id)).flatMap(({ settings }) => [...settings]);
const one = (id: string, path: string): Setting => all(id).find((setting) => setting.path === path)!;

// Goal: the settings view, the knobs and the editor's hints say what the schema says, and nothing else.
describe('settings, from the schema', () => {
  test('know unit, default, meaning and where that is from', () => {
    expect(one('at-least-once', 'consumers[payment-1].prefetch')).toMatchObject({
      kind: 'number',
      value: 1,
      standard: 0,
      unit: 'messages',
      source: 'rabbitmq.com/docs/consumer-prefetch',
      isWhole: true,
    });
    expect(one('order-events', 'producers[order-service].acks')).toMatchObject({
      kind: 'choice',
      choices: ['all', '1', '0'],
      standard: 'all',
      source: 'Kafka, acks',
    });
  });

  test('reach into inner objects and lists of things', () => {
    const paths = all('at-least-once').map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'seed',
        'until',
        'network.latency',
        'brokers[rabbitmq].queues[order-processing-queue].durable',
        'producers[order-service].workload.messages',
        'producers[order-service].retry.retries',
        'databases[database].tables[payments].unique',
      ]),
    );
    expect(new Set(paths).size).toBe(paths.length);
  });

  test.each(catalogue.map(({ id }) => id))('%s: each can be set to what it is, and the scenario still loads', (id) => {
    const original = file(id);
    for (const { path, value, standard } of all(id)) {
      expect(valueAt(original as unknown as Record<string, unknown>, path)).toEqual(value);
      const set = value ?? standard;
      if (set === undefined) continue;
      expect(() => load(original, { settings: [[path, set]] }), path).not.toThrow();
    }
  });

  test('a knob reads the same: its value is the schema’s where the file is silent', () => {
    expect(settingAt(file('at-least-once'), 'consumers[*].exclusive')).toBe(false);
    expect(settingAt(file('order-events'), 'consumers[*].maxPollRecords')).toBe(500);
    for (const { knobs = [] } of catalogue) expect(knobs.every(({ label }) => label !== '')).toBe(true);
  });

  test('what the schema does not know has no description', () => {
    expect(schemaAt(file('at-least-once'), 'consumers[payment-1].prefetsch')).toBeUndefined();
    expect(describeSetting(schemaAt(file('at-least-once'), 'seed')!)).toMatchObject({ kind: 'number', standard: 1 });
  });
});
