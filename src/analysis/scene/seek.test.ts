import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOf } from '../../engine/trace/words';
import { NONE } from '../../engine/units';
import { OUTCOMES } from '../outcomes';
import { anyTrace } from '../testing/anyTrace';
import { ackLost } from '../testing/ackLost';
import { NODE, PLACE } from '../testing/writer';
import { finalScene, foldTo, newFolding } from './fold';
import type { Scene } from './scene';
import { SceneReader } from './seek';

/** A scene as plain data: lists for maps, and no insides of places. */
export function plain(scene: Scene): unknown {
  const places = scene.places.map(({ id, exists, copies, count, repeats, everPut, marks }) => ({
    id,
    exists,
    copies: [...copies],
    count,
    repeats: [...repeats].sort(([one], [other]) => one - other),
    everPut,
    marks,
  }));
  return structuredClone({
    ...scene,
    places,
    census: OUTCOMES.map((outcome) => [...scene.census.find(scene, outcome, NONE)]),
    packets: [...scene.packets.values()],
    faults: [...scene.faults.values()],
  });
}

function fromScratch(writer: ReturnType<typeof ackLost>, seq: number): Scene {
  const folding = newFolding(writer.trace, writer.header());
  foldTo(folding, seq);
  folding.scene.at = seq === 0 ? 0 : writer.trace.timeAt(seq - 1);
  folding.scene.complete = seq === writer.trace.length || writer.trace.timeAt(seq) > folding.scene.at;
  return folding.scene;
}

describe('the scene of the first minute', () => {
  const writer = ackLost();
  const reader = new SceneReader(writer.trace, writer.header());

  test('a message under way is known by where it will end', () => {
    const scene = reader.at(110_000);
    const [packet] = scene.packets.values();
    expect(packet).toMatchObject({
      from: NODE.service,
      to: NODE.broker,
      sentAt: 100_000,
      endAt: 130_000,
      isLost: false,
      messages: [0],
    });
  });

  test('while a worker works, the queue keeps its copy among the unacked', () => {
    const scene = reader.at(335_000);
    const at = (place: number) => scene.places[place]!.count;
    expect([at(PLACE.queue), at(PLACE.unacked), at(PLACE.hand1)]).toEqual([0, 1, 1]);
    expect(scene.messages[0]!.subscriptions[0]).toMatchObject({ owed: 1, deliveries: 1, stored: 1, hope: 1 });
  });

  test('the lost ack lies in the graveyard with the fault that took it, and with what fell along', () => {
    const scene = reader.at(790_000);
    expect(scene.graveyard.map(({ fault, why, packet }) => [fault, textOf(why), packet.messages])).toEqual([
      [0, 'lost', [1]],
      [0, 'reset', []],
    ]);
    expect(scene.connections[1]!.state).toBe('reset');
  });

  test('back in the queue, the message is known to have been delivered once', () => {
    expect(reader.at(1_000_000).places[PLACE.queue]!.copies).toMatchObject([{ message: 1, index: 1, deliveries: 1 }]);
    expect(reader.at(1_000_000).messages[1]!.stored).toBe(1);
  });

  test('at the end it has been charged twice', () => {
    expect(reader.at(2_000_000).messages.map(({ subscriptions }) => subscriptions[0]!.effectsAt.length)).toEqual([
      1, 2,
    ]);
    expect(textOf(reader.at(2_000_000).ended!)).toBe('settled');
  });
});

// Goal: any moment shows the same, however one came there. Method: small random traces with key frames
// close together; random walks over them, each scene compared with a fold from the first record.
describe('seeking', () => {
  test('is the same as folding from scratch', () => {
    fc.assert(
      fc.property(anyTrace(), fc.array(fc.nat(400), { maxLength: 12 }), (writer, walk) => {
        const reader = new SceneReader(writer.trace, writer.header(), { spacing: 16 });
        for (const stop of walk) {
          const seq = Math.min(stop, writer.trace.length);
          expect(plain(reader.atSeq(seq))).toEqual(plain(fromScratch(writer, seq)));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('with few key frames left it still is', () => {
    fc.assert(
      fc.property(anyTrace(), fc.array(fc.nat(400), { maxLength: 12 }), (writer, walk) => {
        const reader = new SceneReader(writer.trace, writer.header(), { spacing: 2, framesMax: 3 });
        reader.atSeq(writer.trace.length);
        for (const stop of walk) {
          const seq = Math.min(stop, writer.trace.length);
          expect(plain(reader.atSeq(seq))).toEqual(plain(fromScratch(writer, seq)));
        }
      }),
    );
  });

  test('preparing changes nothing but the speed', () => {
    const writer = ackLost();
    const reader = new SceneReader(writer.trace, writer.header(), { spacing: 4 });
    const before = plain(reader.atSeq(20));
    while (reader.prepare(7));
    expect(plain(reader.atSeq(20))).toEqual(before);
  });

  test('a trace that grows is followed', () => {
    const writer = ackLost();
    const reader = new SceneReader(writer.trace, writer.header());
    reader.at(9_000_000);
    writer.at(3000);
    writer.produce();
    expect(reader.at(9_000_000).messages).toHaveLength(3);
    expect(plain(reader.at(9_000_000))).toEqual(plain({ ...finalScene(writer.trace, writer.header()), at: 9_000_000 }));
  });
});
