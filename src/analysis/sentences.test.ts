import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { word } from '../engine/trace/words';
import { Narrator } from './now';
import { Reading } from './reading';
import { sentence, tellingOf, WORDS_MAX } from './sentences';
import { ackLost, publish } from './testing/ackLost';
import { anyTrace } from './testing/anyTrace';
import { LINE, NODE, PLACE, TraceWriter } from './testing/writer';
import { durationText, fill, listText, sentenceOf, wordCount } from './text';

/** The sentences of all records that `write` adds. */
function said(write: (w: TraceWriter) => void): string[] {
  const w = new TraceWriter();
  w.connectAll().at(1000);
  for (let i = 0; i < 5; i += 1) w.produce();
  const from = w.trace.length;
  write(w);
  const telling = tellingOf(new Reading(w.trace, w.header()));
  return Array.from({ length: w.trace.length - from }, (_, index) => sentence(telling, from + index)).filter(
    (text) => text !== '',
  );
}

describe('sentences', () => {
  test('of nodes and links', () => {
    expect(
      said((w) => {
        for (const [state, value] of [
          ['crashed', 0],
          ['restarted', 0],
          ['paused', 0],
          ['resumed', 0],
          ['slowed', 400],
          ['slowed', 100],
        ] as const) {
          w.add('node', { node: NODE.worker1, state: word(state), value });
        }
        w.add('link', { from: 0, to: 1, state: word('cut'), value: 0 });
        w.add('link', { from: 0, to: 1, state: word('healed'), value: 0 });
        w.add('link', { from: 0, to: 1, state: word('lossy'), value: 25_000 });
      }),
    ).toEqual([
      'Payment Worker 1 crashes: what it held in memory is gone.',
      'Payment Worker 1 starts again, with what is on its disk.',
      'Payment Worker 1 stops for a while and does not know it.',
      'Payment Worker 1 goes on where it was.',
      'Payment Worker 1 works 4 times slower.',
      'Payment Worker 1 works at its usual speed again.',
      'The link between Order Service and RabbitMQ is cut: nobody is told.',
      'The link between Order Service and RabbitMQ is whole again.',
      'The link between Order Service and RabbitMQ loses 2.5 % of its packets.',
    ]);
  });

  test('of what a producer learns', () => {
    expect(
      said((w) => {
        for (const belief of ['acknowledged', 'failed', 'unknown'])
          w.add('learned', { node: NODE.service, message: 2, belief: word(belief) });
      }),
    ).toEqual([
      'Order Service is told yes: order 3 is safe.',
      'Order Service is told no: order 3 has failed.',
      'Order Service will not hear what became of order 3.',
    ]);
  });

  test('of packets about several messages, and of losses', () => {
    expect(
      said((w) => {
        const { packet } = w.send('confirm', LINE.service, true, 0);
        w.add('carries', { packet, message: 1 });
        w.add('carries', { packet, message: 2 });
        w.add('carries', { packet, message: 4 });
        w.at(1010).add('arrived', { packet, node: NODE.service });
        const ack = w.send('ack', LINE.worker1, false, 2);
        w.at(1020).add('lost', { packet: ack.packet, why: word('lost') });
        const again = w.send('deliver', LINE.worker1, true, 2);
        w.at(1030).add('lost', { packet: again.packet, why: word('receiver-down') });
      }),
    ).toEqual([
      'RabbitMQ confirms orders 1–3 and 5.',
      'It carries order 2, too.',
      'It carries order 3, too.',
      'It carries order 5, too.',
      'Order Service knows that orders 1–3 and 5 are safe.',
      'Payment Worker 1 acks order 3.',
      'The ack of order 3 from Payment Worker 1 is lost: RabbitMQ still counts order 3 as unacked.',
      'RabbitMQ delivers order 3 to Payment Worker 1.',
      'The deliver of order 3 from RabbitMQ is lost: Payment Worker 1 is down.',
    ]);
  });

  test('of faults: what they did stands in what they caused', () => {
    expect(
      said((w) => {
        const { packet } = w.send('ack', LINE.worker1, false, 2);
        w.begin('fault', { fault: 0, packet });
        w.add('noted', { packet, name: word('delayed'), value: 1_500_000 });
        w.begin('fault', { fault: 1, packet });
        w.add('lost', { packet, why: word('lost') });
        w.begin('fault', { fault: 2, node: NODE.worker2 });
        w.add('node', { node: NODE.worker2, state: word('crashed'), value: 0 });
        w.begin('fault', { fault: 3 });
        w.add('link', { from: 0, to: 1, state: word('cut'), value: 0 });
        w.begin('fault', { fault: 4, node: NODE.worker2 });
      }).filter((text) => text.startsWith('You')),
    ).toEqual([
      'You delay the ack of order 3 from Payment Worker 1 by 1.5 s.',
      'You lose the ack of order 3 from Payment Worker 1.',
      'You crash Payment Worker 2.',
      'You cut the link between Order Service and RabbitMQ.',
      'You strike Payment Worker 2, to no effect.',
    ]);
  });

  test('of places, clocks and the end', () => {
    expect(
      said((w) => {
        const copy = w.put(PLACE.dlq, 2, 0);
        w.take(copy, PLACE.dlq, 'expired');
        w.add('clock', { node: NODE.worker1, name: word('work'), message: 2, clock: 0, low: 250_000, high: 0 });
        w.add('mark', { place: PLACE.queue, name: word('committed'), owner: 0, value: 8 });
        w.add('fact', { node: NODE.worker1, name: word('skipped'), value: 0, message: 2 });
        w.add('ended', { why: word('settled') });
      }),
    ).toEqual([
      'Order 3 is put aside in orders.dlq.',
      'Order 3 has waited too long in orders.dlq and is removed.',
      'Payment Worker 1: work of order 3, 250 ms.',
      'Committed of payments in payments moves to 8.',
      'Payment Worker 1 skips order 3: it was processed before.',
      'Finished: nothing more will happen.',
    ]);
  });

  test('are short, and end', () => {
    fc.assert(
      fc.property(anyTrace(), (writer) => {
        const telling = tellingOf(new Reading(writer.trace, writer.header()));
        for (let seq = 0; seq < writer.trace.length; seq += 1) {
          const text = sentence(telling, seq);
          expect(wordCount(text), text).toBeLessThanOrEqual(WORDS_MAX);
          expect(text).toMatch(/^[A-Z0-9].*[.…]$/u);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('the sentence of now', () => {
  const writer = ackLost();
  const narrator = new Narrator(new Reading(writer.trace, writer.header()));
  const at = (time: number) => narrator.current(writer.trace.firstAt(time + 1));

  test('tells the most telling record of a moment', () => {
    expect(at(370_000)).toMatchObject({ sentence: 'Payment Worker 1 charges order 1.', why: null });
    expect(at(0)!.sentence).toContain('is connected to');
    expect(narrator.current(0)).toBeNull();
  });

  test('says why an effect comes again', () => {
    expect(at(1_270_000)).toEqual({
      seq: expect.any(Number) as number,
      at: 1_270_000,
      sentence: 'Payment Worker 2 charges order 2 again: it is charged twice.',
      why: 'It cannot know that Payment Worker 1 already did: RabbitMQ never got the ack of order 2 from Payment Worker 1, lost at 0.780 s.',
      whySeq: expect.any(Number) as number,
    });
  });

  test('says why a message sets out again, and is silent where it is the first time', () => {
    expect(at(1_200_000)!.why).toBe('RabbitMQ never got the ack of order 2 from Payment Worker 1, lost at 0.780 s.');
    expect(at(700_000)).toMatchObject({ sentence: 'RabbitMQ delivers order 2 to Payment Worker 1.', why: null });
  });

  test('says why a producer was told no', () => {
    const w = new TraceWriter();
    w.connectAll().at(10);
    const { message } = publish(w, 0);
    const { packet } = w.send('publish', LINE.service, false, message, -1);
    w.at(200);
    w.begin('lost', { packet, why: word('lost') });
    w.add('learned', { node: NODE.service, message, belief: word('failed') });
    const told = new Narrator(new Reading(w.trace, w.header())).current(w.trace.length, true)!;
    expect([told.sentence, told.why]).toEqual([
      'Order Service is told no: order 1 has failed.',
      'RabbitMQ never got the publish of order 1 from Order Service, lost at 0.200 s.',
    ]);
  });
});

describe('words and figures', () => {
  test('durations in their own measure', () => {
    expect([900, 1500, 250_000, 1_000_000, 1_500_000, 90_000_000, 300_000_000].map(durationText)).toEqual([
      '900 µs',
      '1.5 ms',
      '250 ms',
      '1 s',
      '1.5 s',
      '90 s',
      '5 min',
    ]);
  });

  test('lists, templates, sentences', () => {
    expect([listText([]), listText(['a']), listText(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
    expect(
      fill(
        '{from} acks {message} {gone}',
        new Map([
          ['from', 'A'],
          ['message', 'order 3'],
        ]),
      ),
    ).toBe('A acks order 3');
    expect([sentenceOf('order 3 waits'), sentenceOf(' '), sentenceOf('Why?')]).toEqual(['Order 3 waits.', '', 'Why?']);
  });
});
