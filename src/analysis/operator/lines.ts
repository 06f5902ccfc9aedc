import type { ConsoleLine } from '../../engine/trace/console';
import { KIND } from '../../engine/trace/record';
import { word, type Word } from '../../engine/trace/words';
import { NONE, type ConnectionId, type NodeId, type Seq } from '../../engine/units';
import { noteOf, packetOf, textOfLine, type Source, type Told } from './fields';
import type { Pass, Wanted } from './pass';
import { stampOf } from './stamp';
import { countBelow } from './steps';
import type { System } from './systems';

/** One row of a log on screen: a line, or one of its further ones. */
export interface LogRow {
  readonly seq: Seq;
  readonly system: System;
  readonly node: NodeId;
  readonly weight: ConsoleLine['weight'];
  readonly text: string;
  /** The row is the first of its line. */
  readonly isFirst: boolean;
}

interface Entry extends Told {
  readonly system: System;
}

/** Which lines are wanted; null: whatever they are. */
export interface LineFilter {
  readonly systems: readonly System[] | null;
  readonly weights: readonly ConsoleLine['weight'][] | null;
}

/** The logs of all systems of a run as one, in the order in which they were written. */
export class Lines {
  private readonly source: Source;
  private readonly entries: Entry[] = [];
  private readonly states = new Map<ConnectionId, Word>();

  /** Reads along as the pass goes. */
  constructor(source: Source, systems: readonly System[], pass: Pass) {
    this.source = source;
    const { trace } = source.reading;
    for (const state of ['open', 'reset', 'closed'])
      pass.on('connection', word(state), (seq) => this.states.set(trace.field(seq, 'a'), word(state)));
    for (const system of systems) for (const line of system.console.log?.lines ?? []) this.listen(system, line, pass);
  }

  /** The lines that fit, row by row. To be asked for when the pass is over. */
  view({ systems, weights }: LineFilter): LineView {
    const fits = ({ system, line }: Entry): boolean =>
      (systems === null || systems.includes(system)) && (weights === null || weights.includes(line.weight));
    return new LineView(this.entries.filter(fits), (entry) => this.texts(entry));
  }

  private texts(told: Entry): string[] {
    const { log } = told.system.console;
    const { line } = told;
    const stamp = stampOf(this.source.reading.trace.timeAt(told.seq), log!.stamp);
    return textOfLine(this.source, told, stamp)
      .split('\n')
      .map((text, part) => {
        if (line.isThrown === true) return text;
        if (part > 0 && !log!.repeats) return text;
        return log!.line
          .replace('{stamp}', stamp)
          .replace('{level}', line.level)
          .replace('{source}', line.source ?? '')
          .replace('{text}', () => text);
      });
  }

  private listen(system: System, line: ConsoleLine, pass: Pass): void {
    const { on } = line;
    const write = (seq: Seq, node: NodeId): void => {
      if (!system.nodes.includes(node) || !this.isMeant(seq, line)) return;
      this.entries.push({ seq, node, line, system });
    };
    if (on.record === 'node') {
      const state = word(on.state);
      const { trace } = this.source.reading;
      for (const node of system.nodes)
        pass.on('node', node, (seq) => {
          if (trace.field(seq, 'b') === state) write(seq, node);
        });
      return;
    }
    const kind: Wanted = on.record;
    const key = 'name' in on ? on.name : 'state' in on ? on.state : on.packet;
    pass.on(kind, word(key), write);
  }

  private isMeant(seq: Seq, { connection, after, noted, about }: ConsoleLine): boolean {
    const { trace } = this.source.reading;
    if (connection !== undefined && this.states.get(trace.field(seq, 'c')) !== word(connection)) return false;
    const cause = trace.causeAt(seq);
    if (after !== undefined && (cause === NONE || trace.kindAt(cause) !== KIND[after])) return false;
    if (about === undefined && noted === undefined) return true;
    const record = trace.record(seq);
    if (about !== undefined && 'message' in record && (record.message !== NONE) !== (about === 'message')) return false;
    if (noted === undefined) return true;
    if (noted === null) return packetOf(this.source, record) === NONE || noteOf(this.source, record, 'error') === null;
    const value = noteOf(this.source, record, noted.name);
    return value !== null && (noted.among?.includes(value) ?? true);
  }
}

/** Lines of a log as rows on screen: one of several lines takes as many rows. */
export class LineView {
  private readonly entries: readonly Entry[];
  private readonly textsOf: (entry: Entry) => string[];
  private readonly seqs: readonly Seq[];
  /** The row with which each entry begins. */
  private readonly starts: number[] = [];
  /** All rows, of the whole run. */
  readonly count: number;

  constructor(entries: readonly Entry[], textsOf: (entry: Entry) => string[]) {
    this.entries = entries;
    this.textsOf = textsOf;
    this.seqs = entries.map(({ seq }) => seq);
    let count = 0;
    for (const { line } of entries) {
      this.starts.push(count);
      count += line.text.split('\n').length;
    }
    this.count = count;
  }

  /** How many rows the first `told` records have written. */
  countAt(told: Seq): number {
    const entries = countBelow(this.seqs, told);
    return entries === this.entries.length ? this.count : this.starts[entries]!;
  }

  /** The record of the line before the newest; NONE if there is none. */
  beforeNewest(told: Seq): Seq {
    return this.seqs[countBelow(this.seqs, told) - 2] ?? NONE;
  }

  /** The record of the next line; NONE if there is none to come. */
  nextAfter(told: Seq): Seq {
    return this.seqs[countBelow(this.seqs, told)] ?? NONE;
  }

  /** How many lines are still to come. */
  linesAfter(told: Seq): number {
    return this.seqs.length - countBelow(this.seqs, told);
  }

  /** The line that a record has made its node write, in one; empty if it has made none. */
  textOf(seq: Seq): string {
    const entry = this.entries[countBelow(this.seqs, seq)];
    return entry?.seq === seq ? this.textsOf(entry).join(' ') : '';
  }

  row(index: number): LogRow {
    const number = countBelow(this.starts, index + 1) - 1;
    const entry = this.entries[number]!;
    const part = index - this.starts[number]!;
    const { seq, system, node, line } = entry;
    return { seq, system, node, weight: line.weight, isFirst: part === 0, text: this.textsOf(entry)[part]! };
  }
}
