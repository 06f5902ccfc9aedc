import { expect, test } from 'vitest';
import { Reading } from './reading';
import { foldTo, newFolding } from './scene/fold';
import { tellingOf } from './sentences';
import { stateClause } from './stateClause';
import { ackLost, deliver, publish, settle } from './testing/ackLost';
import { TraceWriter } from './testing/writer';

/** What the records from one on have changed, when all of them are told. */
function clauseFrom(w: TraceWriter, from: number): string | null {
  const reading = new Reading(w.trace, w.header());
  const folding = newFolding(w.trace, reading.header, reading);
  foldTo(folding, w.trace.length);
  return stateClause(tellingOf(reading), folding.scene, from);
}

test('a queue is told as its operators count it, after what came and after what was acked', () => {
  const w = new TraceWriter();
  w.connectAll();
  w.at(100);
  const first = publish(w, 0);
  publish(w, 1);
  expect(clauseFrom(w, 0)).toBe('payments: 2 ready, 0 unacked.');
  deliver(w, first, 'worker1', 0);
  expect(clauseFrom(w, 0)).toBe('payments: 1 ready, 1 unacked.');
  settle(w, first, 'worker1');
  expect(clauseFrom(w, 0)).toBe('payments: 1 ready, 0 unacked.');
});

test('a step that changes nothing at a broker says nothing', () => {
  const w = ackLost();
  expect(clauseFrom(w, w.trace.length - 1)).toBeNull();
});
