import { expect, test } from 'vitest';
import { run } from '../runs/run';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import { recordsAbout } from './about';
import { MESSAGE_COLUMN } from './messageExtents';
import { Reading } from './reading';
import type { TraceRecord } from '../engine/trace/record';

// Goal: looking between the first and the last record about a message finds all that looking everywhere does.
// Method: every record of runs with batches, losses and dead letters; what it names, and what its packet carries.
test.each(['at-least-once', 'order-events', 'kafka-idempotent-producer', 'dead-letter-queue', 'user-signup'])(
  'all records about each message of %s are found',
  (id) => {
    const { trace, header } = run(load(catalogue.find((file) => file.id === id)!));
    const reading = new Reading(trace, header, true);
    while (reading.update(100));
    const carried = new Map<number, number[]>();
    const expected = new Map<number, number[]>();
    const add = (message: number, seq: number): void => {
      const seqs = expected.get(message) ?? [];
      if (seqs.at(-1) !== seq) seqs.push(seq);
      expected.set(message, seqs);
    };
    for (let seq = 0; seq < trace.length; seq += 1) {
      const record: TraceRecord = trace.record(seq);
      if (record.kind === 'sent') carried.set(record.packet, record.message < 0 ? [] : [record.message]);
      if (record.kind === 'carries') carried.get(record.packet)!.push(record.message);
    }
    for (let seq = 0; seq < trace.length; seq += 1) {
      const record: TraceRecord = trace.record(seq);
      const column = MESSAGE_COLUMN.get(trace.kindAt(seq));
      if (record.kind === 'taken') add(reading.copies.message(record.copy), seq);
      else if (record.kind === 'sent' || record.kind === 'arrived' || record.kind === 'lost' || record.kind === 'noted')
        for (const message of carried.get(record.packet) ?? []) add(message, seq);
      else if (record.kind === 'fault' && record.packet >= 0)
        for (const message of carried.get(record.packet) ?? []) add(message, seq);
      else if (column !== undefined) add(trace.field(seq, column), seq);
    }
    for (const { id: message } of header.messages)
      expect(recordsAbout(reading, message), `message ${message}`).toEqual(expected.get(message) ?? []);
  },
);
