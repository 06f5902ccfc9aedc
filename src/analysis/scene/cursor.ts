import type { Trace } from '../../engine/trace/columns';
import { FIELDS, KINDS, type RecordKind, type TraceRecord } from '../../engine/trace/record';
import type { Seq } from '../../engine/units';

const COLUMNS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

interface Slot {
  readonly record: Record<string, number | string>;
  readonly names: readonly string[];
}

/**
 * Reads records one after another into one object a kind, for folds over millions of rows: the record
 * returned is valid until the next of its kind is read. Everybody else uses Trace.record.
 */
export class RecordCursor {
  private readonly slots: readonly Slot[] = KINDS.map((kind: RecordKind) => {
    const names: readonly string[] = FIELDS[kind];
    const record: Record<string, number | string> = { kind, seq: 0, at: 0.5, cause: 0 };
    for (const name of names) record[name] = 0;
    return { record, names };
  });

  read(trace: Trace, seq: Seq): TraceRecord {
    const { record, names } = this.slots[trace.kindAt(seq)]!;
    record['seq'] = seq;
    record['at'] = trace.timeAt(seq);
    record['cause'] = trace.causeAt(seq);
    for (let column = 0; column < names.length; column += 1)
      record[names[column]!] = trace.field(seq, COLUMNS[column]!);
    // FIELDS is checked against RecordFields by `satisfies`: a row of that kind has these fields.
    return record as unknown as TraceRecord;
  }
}
