import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NONE, type CopyId, type NodeId, type PlaceId } from '../engine/units';
import { W } from '../engine/words';
import { anyInput, runOf } from './arbitraries';

// Goal: no copy of a message appears from nowhere, stands in two places, or vanishes unexplained.
// Method: random small scenarios under random faults; only the trace is read, so that a model cannot vouch
// for itself. A failure prints scenario, seed and faults: give them to `sim run`.

test('every copy is in one place at a time, put once and taken once', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      const restsAt = new Map<CopyId, PlaceId>();
      const done = new Set<CopyId>();
      for (const record of runOf(input).trace.records()) {
        if (record.kind === 'put') {
          expect(
            restsAt.has(record.copy) || done.has(record.copy),
            `copy ${record.copy} put twice, record ${record.seq}`,
          ).toBe(false);
          restsAt.set(record.copy, record.place);
        } else if (record.kind === 'taken') {
          expect(restsAt.get(record.copy), `record ${record.seq}`).toBe(record.place);
          restsAt.delete(record.copy);
          done.add(record.copy);
        }
      }
    }),
  );
});

test('every copy but the first of a message was made from one that exists', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      const known = new Set<CopyId>();
      for (const record of runOf(input).trace.records()) {
        if (record.kind !== 'put' && record.kind !== 'sent' && record.kind !== 'carries') continue;
        if (record.copy === NONE) continue;
        if (record.parent !== NONE)
          expect(known.has(record.parent), `record ${record.seq}: parent ${record.parent}`).toBe(true);
        known.add(record.copy);
      }
    }),
  );
});

test('each packet arrives or is lost, once, unless it is still under way at the end', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      const ends = new Map<number, number>();
      for (const record of runOf(input).trace.records()) {
        if (record.kind === 'sent') ends.set(record.packet, 0);
        if (record.kind === 'arrived' || record.kind === 'lost') ends.set(record.packet, ends.get(record.packet)! + 1);
      }
      expect([...ends.values()].every((count) => count <= 1)).toBe(true);
    }),
  );
});

test('a process starts with nothing in its memory', () => {
  fc.assert(
    fc.property(anyInput(), (input) => {
      const { trace, header } = runOf(input);
      const ownerOf = new Map(
        header.places.filter(({ shape }) => shape === 'hand' || shape === 'waiting').map(({ id, node }) => [id, node]),
      );
      const heldBy = new Map<CopyId, NodeId>();
      for (const record of trace.records()) {
        if (record.kind === 'put' && ownerOf.has(record.place)) heldBy.set(record.copy, ownerOf.get(record.place)!);
        if (record.kind === 'taken') heldBy.delete(record.copy);
        if (record.kind === 'node' && (record.state === W.started || record.state === W.restarted)) {
          expect([...heldBy.values()], `record ${record.seq}`).not.toContain(record.node);
        }
      }
    }),
  );
});
