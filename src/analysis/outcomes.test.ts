import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { word } from '../engine/trace/words';
import { ledgerOf } from './ledger';
import { analyse, type Analysis } from './result';
import { OUTCOMES, outcomeOf } from './outcomes';
import { finalScene, foldTo, newFolding } from './scene/fold';
import { SceneReader } from './scene/seek';
import { ackLost, charge, deliver, publish, settle } from './testing/ackLost';
import { anyTrace } from './testing/anyTrace';
import { LINE, NODE, PLACE, TraceWriter } from './testing/writer';

const analysisOf = (writer: TraceWriter): Analysis => analyse(writer.trace, writer.header());

function outcomeAfter(write: (w: TraceWriter) => void): [outcome: string, how: string | null] {
  const w = new TraceWriter();
  w.connectAll().at(10);
  write(w);
  w.at(w.now / 1000 + 1);
  w.add('ended', { why: word('settled') });
  const { outcome, how } = analysisOf(w).messages[0]!;
  return [outcome, how];
}

describe('the first that fits', () => {
  test('two effects are a duplicate, one is done', () => {
    const analysis = analysisOf(ackLost());
    expect(analysis.outcomes).toEqual({
      payments: { produced: 2, done: 1, duplicated: 1, lost: 0, deadLettered: 0, expired: 0, rejected: 0, pending: 0 },
    });
    expect(analysis.beliefs).toEqual({ acknowledged: 2, failed: 0, unknown: 0 });
    expect(analysis.matrix).toEqual({ payments: { acknowledged: [0, 1, 1], failed: [0, 0, 0], unknown: [0, 0, 0] } });
    expect(analysis.messages[1]).toEqual({
      id: 'order-2',
      key: null,
      subscription: 'payments',
      effects: 2,
      outcome: 'duplicated',
      belief: 'acknowledged',
      deliveries: 2,
      copiesInDlq: 0,
      effectsAt: [770_000, 1_270_000],
      attemptsAfterMs: [0, 500],
      how: null,
    });
    expect(analysis.metrics['payments']).toEqual({
      latencyMs: { p50: 270, p99: 270 },
      throughputPerS: 2.99,
      depthMax: 1,
    });
  });

  test('what a broker still owes is pending', () => {
    expect(outcomeAfter((w) => void publish(w, 0))).toEqual(['pending', null]);
  });

  test('auto-acked and still in a living hand is pending; gone from it in a crash is lost', () => {
    const autoAcked = (w: TraceWriter) => {
      const stored = deliver(w, publish(w, 0), 'worker1', 0);
      w.take(stored.unacked, PLACE.unacked, 'acked');
      w.add('released', { message: 0, subscription: 0, copy: stored.ready, why: word('acked') });
      return stored;
    };
    expect(outcomeAfter(autoAcked)).toEqual(['pending', null]);
    expect(outcomeAfter((w) => w.take(autoAcked(w).hand, PLACE.hand1, 'crashed'))).toEqual([
      'lost',
      'acked-then-crashed',
    ]);
    expect(outcomeAfter((w) => w.take(autoAcked(w).hand, PLACE.hand1, 'done'))).toEqual([
      'lost',
      'acked-without-effect',
    ]);
  });

  test('a row on its way to the database may still be written', () => {
    expect(
      outcomeAfter((w) => {
        const message = w.produce();
        w.send('insert', LINE.base1, false, message);
      }),
    ).toEqual(['pending', null]);
  });

  test('a copy in a dead letter place is dead-lettered, unless something may still come', () => {
    const expireInto = (w: TraceWriter) => {
      const { ready, message } = publish(w, 0);
      w.put(PLACE.dlq, message, 0, ready);
      return ready;
    };
    expect(outcomeAfter((w) => void expireInto(w))).toEqual(['pending', null]);
    expect(
      outcomeAfter(
        (w) => void w.add('released', { message: 0, subscription: 0, copy: expireInto(w), why: word('expired') }),
      ),
    ).toEqual(['deadLettered', null]);
  });

  test('removed by time is expired, by a limit lost', () => {
    const release = (why: string) => (w: TraceWriter) =>
      void w.add('released', { message: 0, subscription: 0, copy: publish(w, 0).ready, why: word(why) });
    expect(outcomeAfter(release('expired'))).toEqual(['expired', null]);
    expect(outcomeAfter(release('overflowed'))).toEqual(['lost', 'overflowed']);
    expect(outcomeAfter(release('committed'))).toEqual(['lost', 'skipped-by-commit']);
  });

  test('never stored: rejected if the producer was told so, else lost on the way', () => {
    const lostPublish = (w: TraceWriter) => {
      const message = w.produce();
      const { packet } = w.send('publish', LINE.service, false, message, -1);
      w.at(20).add('lost', { packet, why: word('lost') });
    };
    expect(outcomeAfter(lostPublish)).toEqual(['lost', 'lost-in-transit']);
    expect(
      outcomeAfter((w) => {
        lostPublish(w);
        w.add('learned', { node: NODE.service, message: 0, belief: word('failed') });
      }),
    ).toEqual(['rejected', null]);
  });

  test('waiting at a producer for another try is pending', () => {
    expect(outcomeAfter((w) => void w.put(PLACE.outbox, w.produce(), 0))).toEqual(['pending', null]);
  });
});

describe('order', () => {
  test('counts what overtook within a key, and apart from that what overtook at all', () => {
    const w = new TraceWriter();
    w.connectAll();
    const stored = ['a', 'b', 'a', null].map((key, index) => publish(w.at(100 * (index + 1)), index, key));
    [2, 1, 0, 3].forEach((index, turn) => {
      w.at(1000 + 100 * turn);
      charge(w, deliver(w, stored[index]!, 'worker1', turn), 'worker1', turn);
    });
    expect(analysisOf(w).order).toEqual({ payments: { keys: 3, inversions: 1, overall: 2 } });
  });
});

// Goal: the seven outcomes are a partition, at the end and at every moment before.
// Method: random traces; every scene on the way.
describe('at every moment', () => {
  test('outcomes add up to what was produced, and so does the matrix with what is pending', () => {
    fc.assert(
      fc.property(anyTrace(), (writer) => {
        const { outcomes, matrix, beliefs, messages } = analysisOf(writer);
        const counts = outcomes['payments']!;
        expect(OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0)).toBe(counts.produced);
        const decided = Object.values(matrix['payments']!)
          .flat()
          .reduce((sum: number, cell) => sum + cell, 0);
        expect(decided + counts.pending).toBe(counts.produced);
        expect(beliefs.acknowledged + beliefs.failed + beliefs.unknown).toBe(counts.produced);
        expect(messages).toHaveLength(counts.produced);
      }),
    );
  });

  test('what is once said to be lost stays lost: the page never takes it back', () => {
    fc.assert(
      fc.property(anyTrace(), (writer) => {
        const folding = newFolding(writer.trace, writer.header());
        const lost = new Set<number>();
        const { scene, trace } = folding;
        for (let seq = 0; seq < trace.length; seq += 1) {
          foldTo(folding, seq + 1);
          scene.at = trace.timeAt(seq);
          scene.complete = seq + 1 === trace.length || trace.timeAt(seq + 1) > scene.at;
          for (const { message, outcome } of ledgerOf(scene)) {
            if (outcome === 'lost') lost.add(message);
            else expect(lost.has(message) && outcome !== 'rejected', `message ${message} at record ${seq}`).toBe(false);
          }
        }
      }),
    );
  });

  test('the ledger at the end says what the run says', () => {
    const writer = ackLost();
    const scene = finalScene(writer.trace, writer.header());
    expect(
      ledgerOf(scene).map(({ told, stored, delivered, effects, acked, verdict }) => [
        told,
        stored,
        delivered,
        effects,
        acked,
        verdict,
      ]),
    ).toEqual([
      ['yes', 1, 1, 1, 1, 'once'],
      ['yes', 1, 2, 2, 1, 'twice'],
    ]);
    const [early] = new SceneReader(writer.trace, writer.header()).at(110_000).messages;
    expect(outcomeOf({ ...scene, complete: true }, early!, early!.subscriptions[0]!)).toBe('pending');
  });

  test('told: waiting while a confirm may come', () => {
    const writer = new TraceWriter();
    writer.connectAll().at(5);
    const stored = publish(writer, 0);
    settle(writer, deliver(writer, stored, 'worker1', 0), 'worker1');
    const reader = new SceneReader(writer.trace, writer.header());
    expect(ledgerOf(reader.at(40_000))[0]!.told).toBe('waiting');
    expect(ledgerOf(reader.at(90_000))[0]!.told).toBe('yes');
  });
});
