import { beforeEach, describe, expect, test } from 'vitest';
import { beginDelay, delayEntryStore, typeDelay } from './delayEntry';
import { builtIn, editStore } from './editStore';

// Goal (TEACHING §3.7, D): the delay is there at once, and digits and Enter change how long it is.

const fault = { when: { packet: 'ack', nth: 1 }, what: 'delay', by: '2s' } as const;
const other = { when: { at: '1s' }, what: 'crash', whom: 'payment-1' } as const;

beforeEach(() => {
  editStore.setState({ edit: builtIn('at-least-once', [other, fault]), past: [], future: [] });
  beginDelay(fault);
});

const faults = () => editStore.getState().edit!.faults;

describe('after D', () => {
  test('digits and Enter take the place of the delay, as one step of undo', () => {
    for (const key of ['1', '2', '.', '5', 'Enter']) expect(typeDelay(key)).toBe(true);
    expect(faults()).toEqual([other, { ...fault, by: '12.5s' }]);
    expect(editStore.getState().past).toHaveLength(1);
    expect(delayEntryStore.getState().fault).toBeNull();
  });

  test('a digit can be taken back', () => {
    for (const key of ['7', 'Backspace', '3', 'Enter']) typeDelay(key);
    expect(faults()).toEqual([other, { ...fault, by: '3s' }]);
  });

  test.each(['Enter', 'Escape'])('%s without digits leaves it as it was', (key) => {
    expect(typeDelay(key)).toBe(true);
    expect(faults()).toEqual([other, fault]);
    expect(typeDelay('4'), 'digits are for the tabs again').toBe(false);
  });

  test('nothing is not a delay', () => {
    for (const key of ['0', 'Enter']) typeDelay(key);
    expect(faults()).toEqual([other, fault]);
  });

  test('any other key ends it and goes its own way', () => {
    typeDelay('5');
    expect(typeDelay('ArrowRight')).toBe(false);
    expect(delayEntryStore.getState().fault).toBeNull();
    expect(faults()).toEqual([other, fault]);
  });
});
