import { describe, expect, test } from 'vitest';
import { catalogue } from './catalogue';
import { InputErrors } from './errors';
import { load, parseFile, type LoadOptions } from './load';
import { parsePath, setAt, valueAt } from './paths';
import type { ScenarioFile } from './schema/scenario';

const home = catalogue.find(({ id }) => id === 'at-least-once')!;

/** What loading complains about, as one text. */
function complaint(file: ScenarioFile, options: LoadOptions = {}): string {
  try {
    load(file, options);
  } catch (error) {
    if (error instanceof InputErrors) return error.message;
    throw error;
  }
  return 'nothing';
}

const changed = (change: (file: Record<string, unknown>) => void): ScenarioFile => {
  const file = structuredClone(home) as unknown as Record<string, unknown>;
  change(file);
  return file as unknown as ScenarioFile;
};

test.each(catalogue.map((file) => [file.id, file] as const))('%s loads, in all its variants', (id, file) => {
  for (const variant of Object.keys(file.variants ?? {})) expect(load(file, { variant }).scenario.id).toBe(id);
});

test('a scenario file survives being written and read', () => {
  for (const file of catalogue) expect(load(parseFile(JSON.stringify(file)))).toEqual(load(file));
});

describe('settings', () => {
  const prefetchOf = (options: LoadOptions) =>
    load(home, options).scenario.consumers.map((consumer) => consumer['prefetch']);

  test('reach one element by name or index, or all of them', () => {
    expect(prefetchOf({ settings: [['consumers[payment-1].prefetch', 10]] })).toEqual([10, 1, 1]);
    expect(prefetchOf({ settings: [['consumers[1].prefetch', 10]] })).toEqual([1, 10, 1]);
    expect(prefetchOf({ settings: [['consumers[*].prefetch', 10]] })).toEqual([10, 10, 10]);
  });

  test('may be given by a knob’s id', () => {
    expect(prefetchOf({ settings: [['prefetch', 7]] })).toEqual([7, 7, 7]);
  });

  test('that the file leaves to its default can be set, too', () => {
    const loaded = load(home, { settings: [['producers[order-service].confirms', false]] });
    expect(loaded.scenario.producers[0]!['confirms']).toBe(false);
  });

  test('with settings the run is no longer its own demonstration', () => {
    expect(load(home).isOwn).toBe(true);
    expect(load(home, { settings: [['prefetch', 7]] }).isOwn).toBe(false);
    expect(load(home, { faults: [] }).isOwn).toBe(false);
  });

  test.each([
    ['consumers[payment-1].prefech', 'did you mean "prefetch"'],
    ['consumers[payment-9].prefetch', 'there is no "payment-9"; did you mean "payment-1"'],
    ['consumers[7].prefetch', 'there is no element 7'],
    ['prefech', 'did you mean "prefetch"'],
    ['consumers..prefetch', 'cannot read this path'],
    ['consumer[payment-1].prefetch', 'did you mean "consumers"'],
  ])('%s is refused by name', (path, message) => {
    expect(complaint(home, { settings: [[path, 3]] })).toContain(message);
  });

  test('of the wrong kind name the place and what was expected', () => {
    expect(complaint(home, { settings: [['consumers[payment-1].prefetch', 'many']] })).toMatch(
      /^consumers\[payment-1\]\.prefetch: expected/,
    );
    expect(complaint(home, { settings: [['consumers[payment-1].reconnectAfter', '3 parsecs']] })).toContain(
      'expected a duration',
    );
  });
});

describe('a broken file', () => {
  test.each([
    ['no JSON', '{', 'this is not JSON'],
    ['a list', '[]', 'expected a JSON object'],
  ])('%s', (_, text, message) => {
    expect(() => parseFile(text)).toThrow(message);
  });

  test.each<[string, (file: Record<string, unknown>) => void, string]>([
    ['a format of the future', (file) => (file['format'] = 2), 'format: expected 1'],
    ['no title', (file) => delete file['title'], 'title: is missing'],
    [
      'an unknown section',
      (file) => (file['consumerz'] = []),
      'consumerz: there is no such setting; did you mean "consumers"?',
    ],
    ['a broker that nobody knows', (file) => (file['brokers'] = [{ kind: 'pigeon', name: 'p' }]), 'brokers'],
    [
      'a consumer of another broker',
      (file) => ((file['consumers'] as Record<string, unknown>[])[1]!['broker'] = 'rabbit'),
      'consumers[payment-2].broker: there is no broker "rabbit"; did you mean "rabbitmq"?',
    ],
    [
      'a program without receive',
      (file) => (file['programs'] = { charge: { steps: [{ step: 'ack' }] } }),
      'expected "receive" as the first step',
    ],
  ])('%s', (_, change, message) => {
    expect(complaint(changed(change))).toContain(message);
  });

  test('an unknown variant', () => {
    expect(complaint(home, { variant: 'mendet' })).toContain('did you mean "mended"');
  });
});

describe('paths', () => {
  test('are read part by part', () => {
    expect(parsePath('a[x-1].b-c[*]')).toEqual([{ key: 'a' }, { element: 'x-1' }, { key: 'b-c' }, { element: '*' }]);
  });
  test('read what they set', () => {
    const root = { list: [{ name: 'x', deep: {} }, { name: 'y' }] };
    setAt(root, 'list[x].deep.value', 5, ['deep', 'value']);
    expect(valueAt(root, 'list[x].deep.value')).toBe(5);
    expect(valueAt(root, 'list[y].deep.value')).toBeUndefined();
  });
});
