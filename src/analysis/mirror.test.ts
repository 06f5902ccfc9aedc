import { describe, expect, test } from 'vitest';
import { run } from '../runs/run';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import type { FaultFile } from '../scenario/schema/faults';
import { mirrorOf, mirrorSide, viewerOf } from './mirror';
import { whenOf } from './occurrence';
import { Reading } from './reading';
import { SceneReader } from './scene/seek';

function set(id: string, faults?: readonly FaultFile[]) {
  const loaded = load(
    catalogue.find((file) => file.id === id)!,
    faults === undefined ? {} : { faults: [...faults] },
  );
  const { trace, header, summary } = run(loaded);
  return { reading: new Reading(trace, header), reader: new SceneReader(trace, header), loaded, summary };
}

describe('the mirror of a lost ack', () => {
  const own = set('at-least-once');
  const { faults } = own.loaded;
  const mirror = mirrorOf(own.reading, faults, Infinity)!;

  test('is the run in which the delivery was lost that it would have acked', () => {
    expect(mirror.fault).toEqual({ when: { packet: 'deliver', from: 'rabbitmq', message: 'order-3' }, what: 'lose' });
    expect(own.reading.header.nodes[viewerOf(own.reading, mirror.index)]!.title).toBe('RabbitMQ');
  });

  test('the broker knows the same in both, and only the table tells them apart', () => {
    const viewer = viewerOf(own.reading, mirror.index);
    const other = set('at-least-once', faults.with(mirror.index, mirror.fault));
    const here = mirrorSide(own.reading, own.reader, mirror.index, viewer)!;
    const there = mirrorSide(other.reading, other.reader, mirror.index, viewer)!;
    expect(here.view).toBe('unacked');
    expect(there.view).toBe(here.view);
    expect([here.verdict.verdict, there.verdict.verdict]).toEqual(['twice', 'once']);
    expect(here.rows[0]!.text).not.toBe(there.rows[0]!.text);
  });

  test('a run in which no answer was lost has none', () => {
    const calm = set('at-least-once', []);
    expect(mirrorOf(calm.reading, calm.loaded.faults, Infinity)).toBeNull();
  });
});

test('a packet is named so that the fault that names it strikes it', () => {
  const calm = set('at-least-once', []);
  const { header } = calm.reading;
  let packets = 0;
  for (let packet = 0; calm.reading.packet(packet) !== undefined; packet += 1) {
    const known = calm.reading.packet(packet)!;
    if (known.words === undefined || known.words.quiet === true) continue;
    packets += 1;
    const struck = set('at-least-once', [{ when: whenOf(calm.reading, packet)!, what: 'lose' }]);
    const at = struck.summary.faults[0]!.at!;
    // Until the fault strikes, both runs are one: the packet has the same number in both.
    const fault = Array.from({ length: struck.reading.trace.length }, (_, seq) =>
      struck.reading.trace.record(seq),
    ).find((record) => record.kind === 'fault');
    expect(fault).toMatchObject({ packet, at });
    expect(header.nodes[known.from]).toBeDefined();
  }
  expect(packets).toBeGreaterThan(30);
});
