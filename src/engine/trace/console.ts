import type { PlaceShape } from './header';

/**
 * What the tools of those who run a node would show of it, under their real names: tables of commands, metrics,
 * and the lines of its log. Each model declares its own (`models/*`/console.ts); readers work the figures out of
 * the trace by the rules below and know no broker. A text holds `…` where the real one says what no trace knows:
 * a process id, a port.
 */
export interface Console {
  /** The nodes that it is of: NodeInfo.model. */
  readonly model: string;
  /** What these tools are of: `RabbitMQ`, `PostgreSQL`. */
  readonly title: string;
  readonly tables: readonly ConsoleTable[];
  readonly metrics: readonly ConsoleMetric[];
  /** Null: it keeps no log that is known here. */
  readonly log: ConsoleLog | null;
  /** The mark on a log by which an owner's reader is known, if there is one. */
  readonly reader?: string;
}

/**
 * What a figure or a row is about. `node`: all of it. `slots`, `log`, `rows`: each place of that shape at the
 * node. `group`: each log at the node and each owner that has left marks on it. `client`: each client with a
 * connection to the node.
 */
export type Subject = 'node' | 'slots' | 'log' | 'rows' | 'group' | 'client';

export interface ConsoleTable {
  /** The command or query that prints it. */
  readonly command: string;
  readonly rows: Subject;
  readonly columns: readonly ConsoleColumn[];
  /** What it prints beneath, of each group: where that mark of the group has that value. */
  readonly notices?: readonly { readonly mark: string; readonly is: number; readonly text: string }[];
  /** What it prints when the node is down; left out: nothing is known of that. */
  readonly down?: string;
}

export interface ConsoleColumn {
  readonly title: string;
  /** What it means, in a sentence, where its title does not say it. */
  readonly help?: string;
  readonly cell: Cell;
}

export type Cell =
  /** A text with fields (ConsoleLine), of the row's place, group or client. `none`: where a field has no value. */
  | { readonly is: 'text'; readonly text: string; readonly none?: string }
  /** A text that the last of these packets to or from the row's client left; `otherwise` before the first. */
  | {
      readonly is: 'state';
      readonly after: readonly { readonly packet: string; readonly text: string }[];
      readonly otherwise: string;
    }
  | Figure;

/** A number, from the trace alone. */
export type Figure =
  /** How many copies rest in the subject's place; of a node, in its places of these shapes. */
  | { readonly is: 'resting'; readonly shapes?: readonly PlaceShape[] }
  /** How many are held of the subject's place. */
  | { readonly is: 'held' }
  /** Both. */
  | { readonly is: 'total' }
  /** Where a mark of the subject's place stands (of a group: its own); `none` if it was never set. */
  | { readonly is: 'mark'; readonly name: string; readonly none?: string }
  /** How far the group's mark `of` is behind the place's mark `end`. */
  | { readonly is: 'behind'; readonly end: string; readonly of: string; readonly none?: string }
  /** How often it has happened at the node since its process began. */
  | { readonly is: 'count'; readonly of: Counted }
  /** …and how much oftener than the other. */
  | { readonly is: 'difference'; readonly of: Counted; readonly less: Counted }
  /** 1 between facts of the first kind and those of the second, else 0. */
  | { readonly is: 'between'; readonly from: string; readonly to: string }
  /** How many owners' marks of that name stand at 1: groups that rebalance. */
  | { readonly is: 'owners'; readonly mark: string }
  /**
   * The greatest lag that the node itself knows of: at each move of its mark `of`, how far that was behind the
   * mark `end` when the last of these packets was sent to it.
   */
  | { readonly is: 'lag known'; readonly end: string; readonly of: string; readonly packets: readonly string[] };

/** What is counted at a node: one of these, or what all of them come to. */
export interface Counted {
  readonly facts?: readonly string[];
  /** Packets that it sent, by kind. */
  readonly sent?: readonly string[];
  readonly arrived?: readonly string[];
  /** The messages that the packets are about, instead of the packets. */
  readonly messages?: boolean;
  /** Only packets with that note. */
  readonly noted?: string;
  /** Copies that came to rest in its places of that shape. */
  readonly put?: PlaceShape;
  /** Messages of which its application was told so. */
  readonly learned?: string;
}

export interface ConsoleMetric {
  /** Its real name, with fields (ConsoleLine) in its labels. */
  readonly name: string;
  readonly each: Subject;
  /** A counter begins at 0 with the process and never falls. */
  readonly kind: 'counter' | 'gauge';
  readonly figure: Figure;
  /** Not there before it has first happened: a counter with a label for what happened. */
  readonly late?: boolean;
  /** What it means, in a sentence. */
  readonly help: string;
}

export interface ConsoleLog {
  /** Where it is read, with the field `{node}`. */
  readonly path: string;
  /** The time: `YYYY MM DD Mon hh mm ss` and `mmm` (ms) or `uuuuuu` (µs) are put in. A run begins at midnight. */
  readonly stamp: string;
  /** A whole line, with `{stamp} {level} {source} {text}` and the fields below. */
  readonly line: string;
  /** Of a text of several lines each begins like the first. */
  readonly repeats: boolean;
  readonly lines: readonly ConsoleLine[];
}

/**
 * A line that a record makes the node write. Fields of its text: `{node}` `{message}` `{place}` `{value}`, the
 * record's; `{topic}` `{partition}`, of a log's name; `{peer}`, who is at the other end, or sent what caused it;
 * `{group}`, whose mark, member or packet it is; `{assigned}`, the logs that its group has given to the node;
 * `{asked}` and `{took}`, the label of the request that the packet answers and the microseconds since; the name of
 * any note; and `{mark NAME}`, that mark of the group when the moment is over.
 */
export interface ConsoleLine {
  readonly on: LineTrigger;
  /** As the log writes it: `warning`, `INFO`. */
  readonly level: string;
  /** How bad that is, for who reads it. */
  readonly weight: 'info' | 'warning' | 'error';
  readonly text: string;
  /** The logger that says it, if the log names one. */
  readonly source?: string;
  /** An exception that the application gets: how it logs that is its own business, and so it stands alone. */
  readonly isThrown?: boolean;
  /** What `value` is, if no figure. */
  readonly value?: 'node' | 'connection';
  /** Only if the connection in `value` has come to that just now. */
  readonly connection?: 'reset' | 'closed' | 'open';
  /** Only if what caused it is a record of that kind. */
  readonly after?: 'connection' | 'arrived';
  /** Only if the packet of the record, or of what caused it, has that note (null: has it not), with one of these words. */
  readonly noted?: { readonly name: string; readonly among?: readonly string[] } | null;
  /** Only if the record is about a message, or about none. */
  readonly about?: 'message' | 'none';
}

export type LineTrigger =
  | { readonly record: 'fact'; readonly name: string }
  | { readonly record: 'node'; readonly state: string }
  /** Written by the client. */
  | { readonly record: 'connection'; readonly state: string }
  | { readonly record: 'sent' | 'arrived'; readonly packet: string };
