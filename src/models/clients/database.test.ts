import { beforeEach, describe, expect, test } from 'vitest';
import type { Self } from '../../engine/actor';
import { CollectingOut } from '../../engine/testing/collectingOut';
import { database, type DatabaseConfig, type DatabasePacket } from './database';

const table = { effect: false, unique: false, verb: '', amount: 0, currency: '', subscription: -1 };
const config: DatabaseConfig = {
  tables: [
    { ...table, name: 'payments', effect: true },
    { ...table, name: 'processed_orders', unique: true },
  ],
};
const PAYMENTS = 0;
const PROCESSED = 1;

let out: CollectingOut;
let send: (connection: number, packet: DatabasePacket) => string[];
let close: (connection: number) => string[];

beforeEach(() => {
  out = new CollectingOut();
  let places = 0;
  const disk = database.disk(config, {
    id: 9,
    name: 'db',
    node: () => 0,
    place: () => places++,
    shared: (_, make) => make(),
  });
  const self = { id: 9, name: 'db', config, disk, memory: database.memory(config, disk) } as Parameters<
    typeof database.step
  >[0] &
    Self<DatabaseConfig, unknown, unknown>;
  for (const connection of [1, 2])
    database.step(self, { kind: 'accepted', connection, peer: connection }, out as never);
  send = (connection, packet) => {
    database.step(
      self,
      {
        kind: 'packet',
        connection,
        from: connection,
        packet,
        copy: -1,
        message: 'message' in packet ? packet.message : -1,
        error: null,
      },
      out as never,
    );
    return out.drain();
  };
  close = (connection) => {
    database.step(self, { kind: 'closed', connection, peer: connection }, out as never);
    return out.drain();
  };
});

const insert = (into: number, message: number): DatabasePacket => ({
  kind: 'insert',
  table: into,
  message,
  copy: 500,
  subscription: 0,
});
const found = (connection: number, into: number, message: number) => {
  send(connection, { kind: 'find', table: into, message });
  return (out.packets.at(-1) as unknown as { found: boolean }).found;
};

describe('outside a transaction', () => {
  test('an insert commits by itself, and its effect happens then', () => {
    expect(send(1, insert(PAYMENTS, 7))).toEqual(['put 7 in 0 at 0', 'effect 7 for 0', 'ok on 1']);
    expect(found(2, PAYMENTS, 7)).toBe(true);
  });
  test('a second row of the same message is a second effect where no key forbids it', () => {
    send(1, insert(PAYMENTS, 7));
    expect(send(2, insert(PAYMENTS, 7))).toContain('effect 7 for 0');
  });
  test('a unique key refuses it', () => {
    send(1, insert(PROCESSED, 7));
    expect(send(2, insert(PROCESSED, 7))).toEqual(['fact key-exists of 7', 'duplicate-key on 2']);
  });
});

describe('in a transaction', () => {
  test('nothing is to be seen before the commit, and all of it after', () => {
    send(1, { kind: 'begin' });
    send(1, insert(PAYMENTS, 7));
    send(1, insert(PROCESSED, 7));
    expect([found(2, PAYMENTS, 7), found(2, PROCESSED, 7)]).toEqual([false, false]);
    expect(send(1, { kind: 'commit-transaction' })).toContain('effect 7 for 0');
    expect([found(2, PAYMENTS, 7), found(2, PROCESSED, 7)]).toEqual([true, true]);
  });
  test('a rollback leaves nothing', () => {
    send(1, { kind: 'begin' });
    send(1, insert(PAYMENTS, 7));
    expect(send(1, { kind: 'rollback' })).toEqual(['fact rolled-back', 'ok on 1']);
    expect(found(2, PAYMENTS, 7)).toBe(false);
  });
  test('a connection that is lost rolls back', () => {
    send(1, { kind: 'begin' });
    send(1, insert(PAYMENTS, 7));
    close(1);
    expect(found(2, PAYMENTS, 7)).toBe(false);
  });
  test('a second insert of an uncommitted unique key waits, and is refused when the first commits', () => {
    send(1, { kind: 'begin' });
    send(1, insert(PROCESSED, 7));
    send(2, { kind: 'begin' });
    expect(send(2, insert(PROCESSED, 7))).toEqual(['fact waits-for-key of 7']);
    expect(send(1, { kind: 'commit-transaction' })).toEqual([
      'put 7 in 1 at 0',
      'fact key-exists of 7',
      'duplicate-key on 2',
      'ok on 1',
    ]);
  });
  test('…and goes through when the first rolls back', () => {
    send(1, { kind: 'begin' });
    send(1, insert(PROCESSED, 7));
    send(2, { kind: 'begin' });
    send(2, insert(PROCESSED, 7));
    expect(send(1, { kind: 'rollback' })).toContain('ok on 2');
  });
  test('after a refused statement, COMMIT rolls back', () => {
    send(2, insert(PROCESSED, 7));
    send(1, { kind: 'begin' });
    send(1, insert(PAYMENTS, 7));
    send(1, insert(PROCESSED, 7));
    expect(send(1, { kind: 'commit-transaction' })).toEqual(['fact rolled-back', 'ok on 1']);
    expect(found(2, PAYMENTS, 7)).toBe(false);
  });
});
