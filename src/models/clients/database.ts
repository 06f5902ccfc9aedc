import { DenseMap } from '../denseMap';
import type { Actor, Out, Self } from '../../engine/actor';
import type { Vocabulary } from '../../engine/trace/header';
import { word } from '../../engine/trace/words';
import type { ConnectionId, CopyId, MessageId, NodeId, PlaceId, SubscriptionId } from '../../engine/units';

/**
 * A small transactional database behind a connection: autocommit and transactions at READ COMMITTED, and
 * unique keys that make a second insert of an uncommitted key wait for the first one's end.
 * Source: PostgreSQL documentation, "Transaction Isolation" and "Index Uniqueness Checks". Every row's key
 * is the message it was written for.
 */

export interface TableConfig {
  readonly name: string;
  /** A unique key on the message's id (`order_id`). */
  readonly unique: boolean;
  /** Its rows are effects in the world: a charge, a welcome e-mail. */
  readonly effect: boolean;
  readonly verb: string;
  readonly amount: number;
  readonly currency: string;
  /** Whose effects its rows are, if they are one subscription's; NONE otherwise. */
  readonly subscription: SubscriptionId;
}

export interface DatabaseConfig {
  readonly tables: readonly TableConfig[];
}

export type DatabasePacket =
  | { readonly kind: 'find'; readonly table: number; readonly message: MessageId }
  | { readonly kind: 'begin' }
  | {
      readonly kind: 'insert';
      readonly table: number;
      readonly message: MessageId;
      readonly copy: CopyId;
      readonly subscription: SubscriptionId;
    }
  | { readonly kind: 'commit-transaction' }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'rows'; readonly found: boolean }
  | { readonly kind: 'ok' }
  | { readonly kind: 'duplicate-key' };

type Insert = Extract<DatabasePacket, { kind: 'insert' }>;

interface Pending {
  readonly insert: Insert;
  readonly from: NodeId;
}

interface Session {
  readonly connection: ConnectionId;
  readonly client: NodeId;
  /** In a transaction: BEGIN came, and neither COMMIT nor ROLLBACK. */
  open: boolean;
  /** A statement of the transaction has failed: it can only be rolled back, and COMMIT does that. */
  aborted: boolean;
  pending: Pending[];
  /** An insert that waits for another transaction's key. */
  blocked: Pending | null;
}

interface Memory {
  /** By connection; few at a time. */
  readonly sessions: DenseMap<Session>;
  /** Sessions whose transaction has inserted that unique key and not ended: by table × 2³¹ + message. */
  readonly locks: Map<number, ConnectionId>;
}

interface Table {
  readonly place: PlaceId;
  /** Committed rows by message: bytes, since runs have many messages and a row for almost each. */
  rows: Uint8Array;
  count: number;
}

interface Disk {
  readonly tables: Table[];
}

const OK: DatabasePacket = { kind: 'ok' };
const DUPLICATE: DatabasePacket = { kind: 'duplicate-key' };
const FOUND: DatabasePacket = { kind: 'rows', found: true };
const NOT_FOUND: DatabasePacket = { kind: 'rows', found: false };
const rowsFound = word('rows');
const waitsForKey = word('waits-for-key');
const keyExists = word('key-exists');
const rolledBack = word('rolled-back');

export const databaseVocabulary: Vocabulary = {
  packets: [
    {
      kind: 'find',
      role: 'request',
      shape: 'request',
      label: 'select',
      sent: '{from} asks whether {message} is there',
      arrived: '{to} looks for {message}',
    },
    {
      kind: 'begin',
      role: 'request',
      shape: 'request',
      label: 'begin',
      sent: '{from} begins a transaction',
      arrived: '{to} begins a transaction',
    },
    {
      kind: 'insert',
      role: 'request',
      shape: 'message',
      label: 'insert',
      sent: '{from} writes {message}',
      arrived: '{to} gets the row of {message}',
      lost: 'the row of {message} never reaches the database',
    },
    {
      kind: 'commit-transaction',
      role: 'request',
      shape: 'request',
      label: 'commit',
      sent: '{from} commits',
      arrived: '{to} commits',
      lost: 'the commit never arrives: the database rolls back',
    },
    {
      kind: 'rollback',
      role: 'request',
      shape: 'request',
      label: 'rollback',
      sent: '{from} rolls back',
      arrived: '{to} rolls back',
    },
    {
      kind: 'rows',
      role: 'response',
      shape: 'answer',
      label: 'rows',
      sent: '{from} answers with {rows} rows',
      arrived: '{to} sees {rows} rows',
    },
    {
      kind: 'ok',
      role: 'response',
      shape: 'answer',
      label: 'ok',
      sent: '{from} answers that it is done',
      arrived: '{to} knows that it is written',
      lost: '{to} never hears that it was done',
    },
    {
      kind: 'duplicate-key',
      role: 'response',
      shape: 'refusal',
      label: 'duplicate key',
      sent: '{from} refuses a second row: the key is there already',
      arrived: '{to} learns that the row is there already',
    },
  ],
  phrases: [
    { name: 'waits-for-key', sentence: '{message} waits: another transaction has written its key and not ended' },
    { name: 'key-exists', sentence: '{message} has a row in {place} already', quiet: true },
    { name: 'rolled-back', sentence: '{node} rolls back what was not committed' },
  ],
};

export const database: Actor<DatabaseConfig, Memory, Disk, DatabasePacket, never> = {
  kind: 'database',
  vocabulary: databaseVocabulary,
  disk: (config, setup) => ({
    tables: config.tables.map((table) => ({
      place: setup.place({
        name: `${setup.name}/${table.name}`,
        title: table.name,
        shape: 'rows',
        verb: table.verb,
        amount: table.amount,
        currency: table.currency,
        subscription: table.subscription,
        badges: [...(table.unique ? ['unique key'] : []), ...(table.effect ? ['effect'] : [])],
      }),
      rows: new Uint8Array(256),
      count: 0,
    })),
  }),
  memory: () => ({ sessions: new DenseMap(), locks: new Map() }),
  step(self, input, out) {
    switch (input.kind) {
      case 'accepted':
        self.memory.sessions.set(input.connection, {
          connection: input.connection,
          client: input.peer,
          open: false,
          aborted: false,
          pending: [],
          blocked: null,
        });
        return;
      case 'packet':
        return statement(self, self.memory.sessions.get(input.connection)!, input.packet, out);
      case 'closed':
        return endSession(self, input.connection, out);
      default:
        return;
    }
  },
};

type Database = Self<DatabaseConfig, Memory, Disk>;
type DatabaseOut = Out<DatabasePacket, never>;

function statement(self: Database, session: Session, packet: DatabasePacket, out: DatabaseOut): void {
  const { connection } = session;
  switch (packet.kind) {
    case 'find': {
      const found = rowsOf(self.disk.tables[packet.table]!, packet.message) > 0;
      out.send(connection, found ? FOUND : NOT_FOUND, packet.message);
      out.note(rowsFound, found ? 1 : 0);
      return;
    }
    case 'begin':
      session.open = true;
      out.send(connection, OK);
      return;
    case 'insert':
      return insert(self, session, { insert: packet, from: session.client }, out);
    case 'commit-transaction':
      if (session.aborted) rollback(self, session, out);
      else commit(self, session, out);
      out.send(connection, OK);
      return;
    case 'rollback':
      rollback(self, session, out);
      out.send(connection, OK);
      return;
    default:
      return; // Answers are for clients.
  }
}

const rowsOf = (table: Table, message: MessageId): number => table.rows[message] ?? 0;
const lockKey = ({ table, message }: Insert): number => table * 2147483648 + message;

function insert(self: Database, session: Session, pending: Pending, out: DatabaseOut): void {
  const row = pending.insert;
  const isUnique = self.config.tables[row.table]!.unique;
  if (isUnique && rowsOf(self.disk.tables[row.table]!, row.message) > 0) {
    session.aborted = session.open;
    out.fact(keyExists, 0, row.message, self.disk.tables[row.table]!.place);
    out.send(session.connection, DUPLICATE, row.message);
    return;
  }
  if (isUnique) {
    const holder = self.memory.locks.get(lockKey(row));
    if (holder !== undefined && holder !== session.connection) {
      session.blocked = pending;
      out.fact(waitsForKey, 0, row.message, self.disk.tables[row.table]!.place);
      return;
    }
  }
  if (session.open) {
    if (isUnique) self.memory.locks.set(lockKey(row), session.connection);
    session.pending.push(pending);
  } else {
    write(self, pending, out);
  }
  out.send(session.connection, OK, row.message);
}

/** A row becomes visible to all: the moment of its effect. */
function write(self: Database, { insert: row, from }: Pending, out: DatabaseOut): void {
  const table = self.disk.tables[row.table]!;
  if (row.message >= table.rows.length) {
    const wider = new Uint8Array(Math.max(table.rows.length * 2, row.message + 1));
    wider.set(table.rows);
    table.rows = wider;
  }
  table.rows[row.message] = Math.min(table.rows[row.message]! + 1, 255);
  const copy = out.put(table.place, row.message, row.copy, table.count);
  table.count += 1;
  if (self.config.tables[row.table]!.effect) out.effect(row.message, row.subscription, table.place, copy, from);
}

function commit(self: Database, session: Session, out: DatabaseOut): void {
  for (const pending of session.pending) write(self, pending, out);
  end(self, session, out);
}

function rollback(self: Database, session: Session, out: DatabaseOut): void {
  if (session.pending.length > 0) out.fact(rolledBack, session.pending.length);
  end(self, session, out);
}

/** Ends a transaction and lets those go on that waited for its keys. */
function end(self: Database, session: Session, out: DatabaseOut): void {
  const freed = session.pending;
  session.open = false;
  session.aborted = false;
  session.pending = [];
  for (const { insert: row } of freed) self.memory.locks.delete(lockKey(row));
  if (freed.length === 0) return;
  for (const other of self.memory.sessions.values()) {
    const waiting = other.blocked;
    if (waiting === null) continue;
    if (!freed.some(({ insert: row }) => lockKey(row) === lockKey(waiting.insert))) continue;
    other.blocked = null;
    insert(self, other, waiting, out);
  }
}

function endSession(self: Database, connection: ConnectionId, out: DatabaseOut): void {
  const session = self.memory.sessions.get(connection);
  if (session === undefined) return;
  session.blocked = null;
  rollback(self, session, out);
  self.memory.sessions.delete(connection);
}
