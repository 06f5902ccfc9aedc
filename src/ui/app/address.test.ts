import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FaultFile } from '../../scenario/schema/faults';
import { FAULT_KINDS } from '../../scenario/schema/faults';
import { readAddress, writeAddress, type Address } from './address';
import { readFault, writeFault } from './faultNotation';

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/);
const anything = fc.oneof(name, fc.string({ maxLength: 12 }));
const duration = fc
  .tuple(fc.integer({ min: 1, max: 9_999 }), fc.constantFrom('us', 'ms', 's', 'min'))
  .map(([n, unit]) => `${n}${unit}`);
const nth = fc.integer({ min: 1, max: 99 });

const optional = <T>(key: string, value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.option(value, { nil: undefined }).map((it) => (it === undefined ? ({} as Record<string, T>) : { [key]: it }));
const merged = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as object);
const required = <T>(key: string, value: fc.Arbitrary<T>): fc.Arbitrary<object> => value.map((it) => ({ [key]: it }));

const when = fc.oneof(
  duration.map((at) => ({ at })),
  merged(
    required('packet', anything),
    optional('from', name),
    optional('to', name),
    optional('message', anything),
    optional('nth', nth),
    optional('every', fc.boolean()),
  ),
  merged(
    required('step', anything),
    required('of', name),
    optional('message', anything),
    optional('nth', nth),
    optional('edge', fc.constantFrom('before', 'after')),
  ),
);
const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
const fault = merged(
  required('when', when),
  required('what', fc.constantFrom(...FAULT_KINDS)),
  optional('whom', fc.oneof(name, fc.tuple(name, name))),
  optional('for', duration),
  optional('by', duration),
  optional('factor', fc.integer({ min: 1, max: 50 })),
  optional('p', share),
  optional('error', anything),
  optional('along', share),
) as fc.Arbitrary<FaultFile>;

const address: fc.Arbitrary<Address> = fc.record({
  edit: fc.record({
    source: fc.oneof(
      name.map((id) => ({ id })),
      fc.string().map((text) => ({ text })),
    ),
    variant: fc.option(name),
    seed: fc.option(fc.nat()),
    settings: fc.array(
      fc.tuple(name, fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom('10', 'true', '"x"', '500ms'))),
    ),
    faults: fc.oneof(fc.constant('own' as const), fc.array(fault, { maxLength: 4 })),
  }),
  moment: fc.option(fc.integer({ min: 1, max: 1e11 })),
});

describe('a link', () => {
  // Goal: what is shared is what opens. Method: random choices, written and read.
  test('opens what it was made of', () => {
    fc.assert(
      fc.property(address, (given) => {
        const read = readAddress(writeAddress(given));
        expect(read).toEqual({ kind: 'address', address: given, problems: [], packed: null });
      }),
    );
  });

  test('of a built-in scenario with three faults fits into 120 characters', () => {
    const link = writeAddress({
      edit: {
        source: { id: 'at-least-once' },
        variant: null,
        seed: 7,
        settings: [],
        faults: [
          { when: { packet: 'ack', from: 'payment-1', message: 'order-3' }, what: 'lose', along: 0.42 },
          { when: { packet: 'ack', from: 'payment-2', message: 'order-4' }, what: 'lose' },
          { when: { at: '2.4s' }, what: 'crash', whom: 'payment-1', for: '1s' },
        ],
      },
      moment: null,
    });
    expect(link).toBe(
      '#1.s=at-least-once&seed=7&f=lose:ack:order-3@payment-1,.42;lose:ack:order-4@payment-2;crash@payment-1:2.4s,1s',
    );
    expect(link.length).toBeLessThanOrEqual(120);
  });

  test('without anything asks for nothing', () => {
    expect(readAddress('')).toBeNull();
    expect(readAddress('#')).toBeNull();
  });

  test('names a key that it does not know, and opens the rest', () => {
    expect(readAddress('#1.s=at-least-once&volume=11')).toMatchObject({
      kind: 'address',
      address: { edit: { source: { id: 'at-least-once' } } },
      problems: [{ part: 'volume=11', message: expect.stringContaining('unknown') as string }],
    });
  });

  test.each([
    ['#9.s=at-least-once', 'later version'],
    ['#at-least-once', '“1.”'],
    ['#1.seed=7', 'names no scenario'],
  ])('that cannot be read keeps its text: %s', (hash, reason) => {
    expect(readAddress(hash)).toMatchObject({
      kind: 'unreadable',
      raw: hash.slice(1),
      problems: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining(reason) as string }),
      ]) as unknown,
    });
  });

  test.each([
    ['#1.s=a&seed=x', 'seed=x'],
    ['#1.s=a&t=soon', 't=soon'],
    ['#1.s=a&set=prefetch', 'set=prefetch'],
    ['#1.s=a&f=lose:', 'f=lose:'],
    ['#1.s=a&v=%', 'v=%'],
  ])('says which part is wrong: %s', (hash, part) => {
    expect(readAddress(hash)).toMatchObject({ kind: 'address', problems: [{ part }] });
  });
});

describe('the short form of a fault', () => {
  test.each<[string, FaultFile]>([
    ['lose:ack:order-3@payment-1', { when: { packet: 'ack', from: 'payment-1', message: 'order-3' }, what: 'lose' }],
    ['delay:deliver~payment-1*4,2s', { when: { packet: 'deliver', to: 'payment-1', nth: 4 }, what: 'delay', by: '2s' }],
    [
      'crash@payment-1:/ack:order-3@payment-1,after,1s',
      {
        when: { step: 'ack', of: 'payment-1', message: 'order-3', edge: 'after' },
        what: 'crash',
        whom: 'payment-1',
        for: '1s',
      },
    ],
    ['cut@payment-1~rabbitmq:2.4s', { when: { at: '2.4s' }, what: 'cut', whom: ['payment-1', 'rabbitmq'] }],
    ['loss@a~b:1s,p0.1', { when: { at: '1s' }, what: 'loss', whom: ['a', 'b'], p: 0.1 }],
    ['slow@payment-1:1s,x5', { when: { at: '1s' }, what: 'slow', whom: 'payment-1', factor: 5 }],
  ])('%s', (text, whole) => {
    expect(writeFault(whole)).toBe(text);
    expect(readFault(text)).toEqual(whole);
  });

  test('gives way to JSON where it cannot hold a fault', () => {
    const odd: FaultFile = { when: { at: '1 s' }, what: 'crash', whom: 'payment-1' };
    expect(writeFault(odd)).toBe(JSON.stringify(odd));
    expect(readFault(writeFault(odd))).toEqual(odd);
  });

  test.each(['', 'lose', 'explode:ack', 'lose:ack,,', '{"what":', '{"what":"lose"}'])('is not: %s', (text) => {
    expect(readFault(text)).toBeNull();
  });
});
