import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Simulation } from '../simulation';
import { toySpec } from '../testing/toy';
import { Trace } from './columns';
import type { TraceHeader } from './header';
import { linesOf, readJsonl } from './jsonl';
import { FIELDS, KIND, KINDS, WORD_FIELDS } from './record';
import { word } from './words';

const header: TraceHeader = {
  format: 1,
  scenario: 'toy',
  variant: 'plain',
  seed: 1,
  until: 1,
  noun: ['ping', 'pings'],
  nodes: [],
  links: [],
  places: [],
  subscriptions: [],
  connections: [],
  messages: [],
  words: ['lost'],
  vocabulary: { packets: [], phrases: [] },
};

describe('a trace on disk', () => {
  test('comes back as it was, to the digest', () => {
    const simulation = new Simulation(toySpec({ pings: 5, loss: 0.3 })).run();
    const { trace, header: read } = readJsonl(linesOf(simulation.trace, simulation.header()));
    expect(trace.digest()).toBe(simulation.trace.digest());
    expect(read).toEqual(JSON.parse(JSON.stringify(simulation.header())));
  });

  test('of any records', () => {
    const rows = fc.array(
      fc.tuple(
        fc.nat(KINDS.length - 1),
        fc.nat(2 ** 40),
        fc.integer({ min: -1, max: 99 }),
        fc.array(fc.integer({ min: -1, max: 2 ** 31 - 1 }), { minLength: 6, maxLength: 6 }),
      ),
    );
    fc.assert(
      fc.property(rows, (all) => {
        const trace = new Trace();
        let at = 0;
        for (const [kind, wait, cause, values] of all) {
          at += wait; // Time never falls.
          const fields: readonly string[] = FIELDS[KINDS[kind]!];
          const [a, b, c, d, e, f] = values.map((value, column) => {
            const name = fields[column];
            if (name === undefined) return -1;
            return WORD_FIELDS.has(name) && value !== -1 ? word(`word ${value % 7}`) : value;
          }) as [number, number, number, number, number, number];
          trace.add(kind, at, cause, a, b, c, d, e, f);
        }
        expect(readJsonl(linesOf(trace, header)).trace.digest()).toBe(trace.digest());
      }),
    );
  });

  test('a record is a line that a person can read', () => {
    const trace = new Trace();
    trace.add(KIND.lost, 2_418_000, 7, 3, word('reset'), -1, -1, -1, -1);
    expect([...linesOf(trace, header)][1]).toBe('{"kind":"lost","at":2418000,"cause":7,"packet":3,"why":"reset"}');
  });

  test('what is no trace is refused with its line', () => {
    const first = JSON.stringify(header);
    expect(() => readJsonl([])).toThrow('line 1: the file ends before the header');
    expect(() => readJsonl(['{"format":2}'])).toThrow('line 1: expected "format": 1');
    expect(() => readJsonl([first, 'x'])).toThrow('line 2: expected JSON');
    expect(() => readJsonl([first, '', '{"kind":"sunk","at":1,"cause":-1}'])).toThrow(
      'line 3: there is no kind of record "sunk"',
    );
    expect(() => readJsonl([first, '{"kind":"lost","at":1,"cause":-1,"packet":"x","why":null}'])).toThrow(
      'line 2: expected a whole number in "packet"',
    );
  });
});
