import { expect, test } from 'vitest';
import { firstDifference, type Told } from './difference';
import { Narrator } from './now';
import { Reading } from './reading';
import { Steps } from './steps';
import { ackLost, charge, deliver, publish, settle } from './testing/ackLost';
import { TraceWriter } from './testing/writer';

function told(writer: TraceWriter): Told {
  const reading = new Reading(writer.trace, writer.header());
  return { trace: writer.trace, steps: new Steps(reading), narrator: new Narrator(reading) };
}

/** The same two orders, and nothing goes wrong. */
function allWell(): TraceWriter {
  const w = new TraceWriter();
  w.connectAll();
  w.at(100);
  const first = publish(w, 0);
  w.at(300);
  charge(w, deliver(w, first, 'worker1', 0), 'worker1', 0);
  w.at(400);
  settle(w, first, 'worker1');
  w.at(500);
  const second = publish(w, 1);
  w.at(700);
  charge(w, deliver(w, second, 'worker1', 1), 'worker1', 1);
  w.at(800);
  settle(w, second, 'worker1');
  return w;
}

// Goal: "where they part" is the first thing that a person could have seen to differ, and not a number inside.
test('a run does not part from itself', () => {
  expect(firstDifference(told(ackLost()), told(ackLost()))).toBeNull();
});

test('two futures part at the first thing that is told of one alone', () => {
  const [one, other] = [told(ackLost()), told(allWell())];
  const difference = firstDifference(one, other)!;
  expect(difference.at).toBe(770_000);
  expect(one.narrator.sentence(difference.one!)).toMatch(/acks order 2/);
  expect(firstDifference(other, one)).toEqual({ at: difference.at, one: difference.other, other: difference.one });
});

test('what ends earlier parts where the other goes on', () => {
  const w = new TraceWriter();
  w.connectAll();
  w.at(100);
  publish(w, 0);
  expect(firstDifference(told(w), told(allWell()))).toMatchObject({ one: null, at: 300_000 });
});
