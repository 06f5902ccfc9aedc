import type { Console, ConsoleMetric, ConsoleTable } from '../../engine/trace/console';
import { NONE, type NodeId, type PlaceId, type Seq } from '../../engine/units';
import type { Reading } from '../reading';
import type { Scene } from '../scene/scene';
import type { Work } from '../work';
import { fillText, hostOf, placeField, type Source } from './fields';
import { steppedOf, type Books } from './figures';
import { Lines } from './lines';
import { Marks, readMarkNames } from './marks';
import { Pass } from './pass';
import type { Stepped } from './steps';
import { systemsOf, type System } from './systems';
import { cellOf, isThere, noticesAt, rowsOf, type CellOverTime, type Row } from './tables';

/** A metric of one thing over the whole run. */
export interface Metric {
  /** With its labels filled in. */
  readonly name: string;
  readonly system: System;
  readonly of: ConsoleMetric;
  readonly row: Row;
  readonly steps: Stepped;
}

interface Table {
  readonly system: System;
  readonly of: ConsoleTable;
  readonly command: string;
  readonly rows: readonly { readonly row: Row; readonly cells: readonly CellOverTime[] }[];
}

/** How a system answers at a moment: it does, it is dead, or it hangs. */
export type Answer = 'up' | 'down' | 'paused';

export interface CellNow {
  readonly text: string;
  readonly isNumber: boolean;
  /** The record that gave it this value; -1 if it has never changed. */
  readonly changed: Seq;
}

export interface TableNow {
  readonly system: System;
  readonly of: ConsoleTable;
  readonly command: string;
  readonly rows: readonly (readonly CellNow[])[];
  readonly notices: readonly string[];
  readonly answer: Answer;
  /** What the command says of a node that is down, if that is known. */
  readonly error: string;
}

/**
 * What operators would see over a whole run: made in one pass over the trace, and read at any moment. Knows no
 * broker: what there is to see, the consoles say.
 */
export function* readOperatorBook(reading: Reading, consoles: readonly Console[]): Work<OperatorBook> {
  const pass = new Pass(reading);
  const marks = new Marks(reading, pass, yield* readMarkNames(reading));
  const book = new OperatorBook(reading, consoles, pass, marks);
  yield* pass.read();
  book.close();
  return book;
}

export class OperatorBook {
  readonly systems: readonly System[];
  readonly lines: Lines;
  /** Each with its figure over the whole run. */
  metrics: readonly Metric[] = [];
  private tables: readonly Table[] = [];
  private readonly source: Source;
  private readonly makeTables: readonly (() => Table)[];
  private readonly makeMetrics: readonly (() => Metric)[];

  /** Reads along as the pass goes; then `close`. */
  constructor(reading: Reading, consoles: readonly Console[], pass: Pass, marks: Marks) {
    this.systems = systemsOf(reading.header, consoles);
    const reader = consoles.find((console) => console.reader !== undefined)?.reader ?? '';
    this.source = { reading, marks, reader };
    const books: Books = { reading, pass, marks, reader };
    this.makeTables = this.systems.flatMap((system) =>
      system.console.tables.map((of) => this.table(system, of, books)),
    );
    this.makeMetrics = this.systems.flatMap((system) =>
      system.console.metrics.flatMap((of) => this.metricsOf(system, of, books)),
    );
    this.lines = new Lines(this.source, this.systems, pass);
  }

  close(): void {
    this.tables = this.makeTables.map((make) => make());
    this.metrics = this.makeMetrics.map((make) => make());
  }

  private table(system: System, of: ConsoleTable, books: Books): () => Table {
    const rows = rowsOf(of.rows, system, this.source).map((row) => ({
      row,
      cells: of.columns.map(({ cell }) => cellOf(cell, row, this.source, books)),
    }));
    const [node] = system.nodes;
    const command = fillText(of.command, (field) => (field === 'node' ? hostOf(this.source, node!) : null));
    return () => ({
      system,
      of,
      command: command ?? of.command,
      rows: rows.map(({ row, cells }) => ({ row, cells: cells.map((make) => make()) })),
    });
  }

  private metricsOf(system: System, of: ConsoleMetric, books: Books): (() => Metric)[] {
    return rowsOf(of.each, system, this.source).map((row) => {
      const steps = steppedOf(of.figure, row, books);
      const name = fillText(of.name, (field) =>
        field === 'node' ? hostOf(this.source, row.nodes[0]!) : placeField(this.source, row.place, field),
      );
      return () => ({ name: name ?? of.name, system, of, row, steps: steps() });
    });
  }

  /** Whether a system's nodes answer; a cluster does while one of them is up. */
  answer({ nodes }: System, scene: Scene): Answer {
    const states = nodes.map((node) => scene.nodes[node]?.state);
    if (states.includes('up')) return 'up';
    return states.includes('paused') ? 'paused' : 'down';
  }

  /** The tables as the commands would print them now. */
  tablesAt(scene: Scene): TableNow[] {
    const told = scene.seq;
    const isConnected = (client: NodeId, nodes: readonly NodeId[]): boolean =>
      scene.connections.some(
        (connection) =>
          connection !== undefined &&
          connection.client === client &&
          nodes.includes(connection.server) &&
          connection.state === 'open',
      );
    const firstMark = (owner: number, place: PlaceId): Seq => this.source.marks.firstAt(owner, place);
    return this.tables.map(({ system, of, command, rows }) => {
      const answer = this.answer(system, scene);
      const shown =
        answer === 'up' ? rows.filter(({ row }) => isThere(row, told, scene.places, isConnected, firstMark)) : [];
      const error = answer === 'down' && of.down !== undefined ? of.down : '';
      const [node] = system.nodes;
      return {
        system,
        of,
        command,
        answer,
        error: fillText(error, (field) => (field === 'node' ? hostOf(this.source, node!) : null)) ?? error,
        notices: noticesAt(
          of,
          shown.map(({ row }) => row),
          told,
          this.source,
        ),
        rows: shown.map(({ cells }) =>
          cells.map((cell) => ({
            text: cell.textAt(told),
            isNumber: cell.isNumber,
            changed: cell.changedBefore(told),
          })),
        ),
      };
    });
  }

  /** The metrics that are exposed now, of systems that answer. */
  metricsAt(scene: Scene): Metric[] {
    return this.metrics.filter(({ system, of, row, steps }) => {
      if (this.answer(system, scene) !== 'up') return false;
      if (row.place !== NONE && scene.places[row.place]?.exists !== true) return false;
      return of.late !== true || steps.at(scene.seq) > 0;
    });
  }
}
