import { describe, expect, test } from 'vitest';
import { word } from '../../engine/trace/words';
import { NONE } from '../../engine/units';
import { ledgerOf } from '../ledger';
import { charge, deliver, publish, settle } from '../testing/ackLost';
import { LINE, NODE, PLACE, TraceWriter } from '../testing/writer';
import { CopyIndex } from './copyIndex';
import { bitOf, mayServe } from './mask';
import { SceneReader } from './seek';

describe('a program that acks first', () => {
  /** Received and acked at once; it then works with nothing in its hand. */
  function acksFirst(): TraceWriter {
    const w = new TraceWriter();
    w.connectAll().at(10);
    const stored = deliver(w, publish(w, 0), 'worker1', 0);
    w.add('step', { node: NODE.worker1, step: 0, message: 0 });
    settle(w, stored, 'worker1');
    return w;
  }
  const outcomes = (w: TraceWriter): string[] => {
    const scene = new SceneReader(w.trace, w.header(), { spacing: 4 }).atSeq(w.trace.length);
    return ledgerOf(scene).map(({ outcome }) => outcome);
  };

  test('has it in work until its process dies', () => {
    const w = acksFirst();
    expect(outcomes(w)).toEqual(['pending']);
    w.at(500).add('node', { node: NODE.worker1, state: word('crashed'), value: 0 });
    expect(outcomes(w)).toEqual(['lost']);
  });

  test('is through with it when it takes the next message, or fails and nothing catches that', () => {
    const next = acksFirst();
    deliver(next.at(500), publish(next, 1), 'worker1', 1);
    next.add('step', { node: NODE.worker1, step: 0, message: 1 });
    expect(outcomes(next)).toEqual(['lost', 'pending']);
    const failed = acksFirst();
    failed.at(500).add('fact', { node: NODE.worker1, name: word('handler-failed'), value: 0, message: 0 });
    expect(outcomes(failed)).toEqual(['lost']);
  });

  test('a clock that runs on it says that another handler has the next message', () => {
    const w = acksFirst();
    w.add('clock', { node: NODE.worker1, name: word('work'), message: 0, clock: 7, low: 1_000_000, high: 0 });
    deliver(w.at(500), publish(w, 1), 'worker1', 1);
    w.add('step', { node: NODE.worker1, step: 0, message: 1 });
    expect(outcomes(w)).toEqual(['pending', 'pending']);
  });

  test('a run that has settled leaves nothing in work', () => {
    const w = acksFirst();
    w.at(900).add('ended', { why: word('settled') });
    expect(outcomes(w)).toEqual(['lost']);
  });
});

describe('whose copy it is', () => {
  test('a log’s copy serves all groups it is owed to; what a consumer fetched serves its own', () => {
    const w = new TraceWriter();
    w.connectAll().at(10);
    const message = w.produce();
    const stored = w.put(PLACE.queue, message, 0);
    w.add('owed', { message, subscription: 0, copy: stored });
    w.add('owed', { message, subscription: 1, copy: stored });
    const one = w.send('deliver', LINE.worker1, true, message, stored).copy;
    const other = w.send('deliver', LINE.worker2, true, message, stored).copy;
    w.add('effect', { message, subscription: 0, place: PLACE.payments, copy: NONE, node: NODE.worker1 });
    const commit = w.send('ack', LINE.worker2, false);
    w.begin('arrived', { packet: commit.packet, node: NODE.broker });
    w.add('released', { message, subscription: 1, copy: stored, why: word('committed') });
    const header = { ...w.header(), subscriptions: ['a', 'b'] };
    const places = header.places.map((place) => ({ ...place, subscription: NONE }));
    const copies = new CopyIndex(w.trace, { ...header, places });
    expect([stored, one, other].map((copy) => copies.mask(copy))).toEqual([bitOf(0) | bitOf(1), bitOf(0), bitOf(1)]);
    expect([mayServe(copies.mask(one), 1), mayServe(0, 1)]).toEqual([false, true]);
    expect([copies.parent(one), copies.message(one), copies.put(stored) < copies.made(one)]).toEqual([
      stored,
      message,
      true,
    ]);
  });

  test('a second effect of the same consumer counts for both of its subscriptions', () => {
    const w = new TraceWriter();
    w.connectAll().at(10);
    const stored = deliver(w, publish(w, 0), 'worker1', 0);
    charge(w, stored, 'worker1', 0);
    w.add('effect', { message: 0, subscription: 1, place: PLACE.payments, copy: NONE, node: NODE.worker1 });
    const copies = new CopyIndex(w.trace, { ...w.header(), subscriptions: ['charge', 'email'] });
    expect(copies.handMask(NODE.worker1)).toBe(bitOf(0) | bitOf(1));
  });
});
