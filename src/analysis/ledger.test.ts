import { describe, expect, test } from 'vitest';
import type { TraceHeader } from '../engine/trace/header';
import { knowsAcks } from './ledger';
import { TraceWriter } from './testing/writer';

describe('a ledger has a column for acks', () => {
  const header = new TraceWriter().header();
  const without = (role: string): TraceHeader => ({
    ...header,
    vocabulary: { ...header.vocabulary, packets: header.vocabulary.packets.filter((packet) => packet.role !== role) },
  });

  test('where consumers ack, and where they commit offsets', () => {
    expect(knowsAcks(header)).toBe(true);
    const [packet] = header.vocabulary.packets;
    const committing = [{ ...packet!, kind: 'commit', role: 'commit' as const }];
    expect(knowsAcks({ ...header, vocabulary: { ...header.vocabulary, packets: committing } })).toBe(true);
  });

  test('and none where nobody can: a confirm is the broker’s word to the producer', () => {
    expect(knowsAcks(without('settle'))).toBe(false);
  });
});
