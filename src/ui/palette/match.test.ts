import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { item } from './item';
import { matching } from './match';

const nothing = (): void => {};
const items = [
  item('Time', 'Next event', nothing),
  item('Break', 'Lose the ack of order 3', nothing, { note: 'The connection resets' }),
  item('Scenarios', 'At least once: the ack is lost', nothing, { note: 'the message will be redelivered' }),
  item('Messages', 'order 17', nothing),
];
const labels = (query: string) => matching(items, query).map(({ label }) => label);

// Goal: what is typed finds what a person means by it, the likeliest first.
describe('the palette', () => {
  test('finds by any words of the name, in any order', () => {
    expect(labels('ack lose')).toEqual(['Lose the ack of order 3']);
  });
  test('ranks a name that begins so before one that has it inside', () => {
    expect(labels('order')[0]).toBe('order 17');
  });
  test('finds by what the note says, after all names', () => {
    expect(labels('redelivered')).toEqual(['At least once: the ack is lost']);
    expect(labels('reset')).toEqual(['Lose the ack of order 3']);
  });
  test('finds a message by its number alone', () => {
    expect(labels('17')).toEqual(['order 17']);
  });
  test('leaves out what one word does not fit', () => {
    expect(labels('ack zebra')).toEqual([]);
  });
  test('never invents an item, and an empty query loses none', () => {
    fc.assert(
      fc.property(fc.string(), (query) => {
        const found = matching(items, query);
        expect(new Set(found).size).toBe(found.length);
        for (const each of found) expect(items).toContain(each);
        if (query.trim() === '') expect(found).toEqual(items);
      }),
    );
  });
});
