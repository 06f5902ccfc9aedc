import { describe, expect, test } from 'vitest';
import { word } from '../engine/trace/words';
import { Reading } from './reading';
import { finalScene } from './scene/fold';
import { SceneReader } from './scene/seek';
import { tellingOf } from './sentences';
import { storyOf, type Story } from './story';
import { ackLost, charge, deliver, publish, settle } from './testing/ackLost';
import { LINE, NODE, PLACE, TraceWriter } from './testing/writer';

function storyIn(w: TraceWriter, message: number): Story {
  const header = w.header();
  const reading = new Reading(w.trace, header);
  return storyOf(tellingOf(reading), finalScene(w.trace, header, reading), message, 0)!;
}

const verdictAfter = (write: (w: TraceWriter) => void): string => {
  const w = new TraceWriter();
  w.connectAll().at(10);
  write(w);
  return storyIn(w, 0).verdict;
};

describe('why was it charged twice?', () => {
  const writer = ackLost();
  const story = storyIn(writer, 1);

  test('from production to the second charge', () => {
    expect(story.beats.map(({ at, emphasis, sentence }) => `${at / 1000} ${emphasis ?? '-'} ${sentence}`)).toEqual([
      '500 - Order Service has order 2 to send.',
      '500 - Order Service publishes order 2.',
      '530 - RabbitMQ stores order 2.',
      '560 - Order Service is told yes: order 2 is safe.',
      '730 - Payment Worker 1 has order 2 in hand.',
      '770 effect Payment Worker 1 charges order 2.',
      '780 mishap You lose the ack of order 2 from Payment Worker 1.',
      '780 mishap RabbitMQ still counts order 2 as unacked.',
      '780 mishap With it falls the heartbeat from RabbitMQ.',
      '780 mishap The connection between Payment Worker 1 and RabbitMQ breaks: a packet of it was lost, and TCP cannot skip one.',
      '810 - Order 2 goes back to payments.',
      '1230 - Payment Worker 2 has order 2 in hand.',
      '1270 again Payment Worker 2 charges order 2 again: it is charged twice.',
      '1430 - RabbitMQ forgets order 2.',
    ]);
    expect(story.verdict).toBe(
      'Order 2 was charged twice: RabbitMQ never got the ack of order 2 from Payment Worker 1, lost at 0.780 s.',
    );
  });

  test('each beat stands for its record', () => {
    for (const { seq, at } of story.beats) expect(writer.trace.timeAt(seq)).toBe(at);
    expect(story.beats.map(({ seq }) => seq)).toEqual(story.beats.map(({ seq }) => seq).toSorted((a, b) => a - b));
  });

  test('up to a moment, only what has happened', () => {
    const reading = new Reading(writer.trace, writer.header());
    const scene = new SceneReader(writer.trace, writer.header(), { reading }).at(1_000_000);
    const early = storyOf(tellingOf(reading), scene, 1, 0)!;
    expect(early.outcome).toBe('done');
    expect(early.beats.at(-1)!.sentence).toBe('Order 2 goes back to payments.');
  });

  test('nobody else has a story of it', () => {
    const reading = new Reading(writer.trace, writer.header());
    expect(storyOf(tellingOf(reading), finalScene(writer.trace, writer.header()), 1, 3)).toBeNull();
  });
});

describe('verdicts', () => {
  test('once, and delivered twice but once', () => {
    expect(storyIn(ackLost(), 0).verdict).toBe('Order 1 was charged once.');
    expect(
      verdictAfter((w) => {
        const stored = publish(w, 0);
        charge(w, deliver(w, stored, 'worker1', 0), 'worker1', 0);
        w.take(stored.hand, PLACE.hand1, 'crashed');
        w.take(stored.unacked, PLACE.unacked, 'requeued');
        stored.ready = w.put(PLACE.queue, 0, 0, stored.unacked);
        deliver(w, stored, 'worker2', 1);
        w.add('fact', { node: NODE.worker2, name: word('skipped'), value: 0, message: 0 });
        settle(w, stored, 'worker2');
      }),
    ).toBe(
      'Order 1 was delivered twice and charged once, because Payment Worker 2 skips order 1: it was processed before.',
    );
  });

  test('pending: what it waits for', () => {
    expect(verdictAfter((w) => void publish(w, 0))).toBe('Order 1 is pending: it waits in payments.');
    expect(verdictAfter((w) => void deliver(w, publish(w, 0), 'worker1', 0))).toBe(
      'Order 1 is pending: Payment Worker 1 has it in hand.',
    );
    expect(
      verdictAfter((w) => {
        deliver(w, publish(w, 0), 'worker1', 0);
        w.add('step', { node: NODE.worker1, step: 0, message: 0 });
      }),
    ).toBe('Order 1 is pending: Payment Worker 1 is at work on it.');
    expect(verdictAfter((w) => void w.put(PLACE.outbox, w.produce(), 0))).toBe(
      'Order 1 is pending: Order Service has it and may send it again.',
    );
  });

  test('lost: where it went, and that the producer does not know', () => {
    expect(
      verdictAfter((w) => {
        const stored = deliver(w, publish(w, 0), 'worker1', 0);
        w.take(stored.unacked, PLACE.unacked, 'acked');
        w.add('released', { message: 0, subscription: 0, copy: stored.ready, why: word('acked') });
        w.begin('node', { node: NODE.worker1, state: word('crashed'), value: 0 });
        w.take(stored.hand, PLACE.hand1, 'crashed');
      }),
    ).toBe(
      'Order 1 is lost: it was acked before its effect, and then its worker died. No copy is left that would be delivered. Order Service was told yes all the same.',
    );
    expect(
      verdictAfter((w) => {
        const { packet } = w.send('publish', LINE.service, false, w.produce(), -1);
        w.at(20).add('lost', { packet, why: word('lost') });
      }),
    ).toBe('Order 1 is lost: it was lost on its way, and nobody keeps it to send it again.');
  });

  test('dead-lettered', () => {
    expect(
      verdictAfter((w) => {
        const { ready } = publish(w, 0);
        w.take(ready, PLACE.queue, 'rejected');
        w.add('released', { message: 0, subscription: 0, copy: ready, why: word('rejected') });
        w.put(PLACE.dlq, 0, 0, ready);
      }),
    ).toBe('Order 1 had no effect and lies in orders.dlq, for somebody to look at.');
  });

  test('a story that goes on and on is told by its two ends', () => {
    const w = new TraceWriter();
    w.connectAll().at(10);
    const stored = publish(w, 0);
    for (let turn = 0; turn < 40; turn += 1) {
      w.at(100 + turn * 50);
      deliver(w, stored, 'worker1', turn);
      w.take(stored.hand, PLACE.hand1, 'requeued');
      w.take(stored.unacked, PLACE.unacked, 'requeued');
      stored.ready = w.put(PLACE.queue, 0, 0, stored.unacked);
    }
    const { beats } = storyIn(w, 0);
    expect(beats).toHaveLength(29);
    expect(beats[14]!.sentence).toMatch(/^… and so on, \d+ more\.$/);
  });
});
