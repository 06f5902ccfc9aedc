import { Trace } from '../../engine/trace/columns';
import type { MessageInfo, PlaceInfo, TraceHeader, Vocabulary } from '../../engine/trace/header';
import { FIELDS, KIND, type RecordFields, type RecordKind } from '../../engine/trace/record';
import { allWords, word } from '../../engine/trace/words';
import { NONE } from '../../engine/units';

/**
 * Traces written by hand, for tests of their readers: an order service, a broker with one queue and its
 * DLQ, two workers, a database; no model runs. Fields that a record leaves out are NONE.
 */

export const NODE = { service: 0, broker: 1, worker1: 2, worker2: 3, database: 4 } as const;
export const PLACE = { outbox: 0, queue: 1, unacked: 2, hand1: 3, hand2: 4, payments: 5, dlq: 6 } as const;
/** Connections, in the order in which `connectAll` opens them. */
export const LINE = { service: 0, worker1: 1, worker2: 2, base1: 3, base2: 4 } as const;

const vocabulary: Vocabulary = {
  packets: [
    {
      kind: 'publish',
      role: 'publish',
      shape: 'message',
      label: 'publish',
      sent: '{from} publishes {message}',
      arrived: '{to} stores {message}',
      lost: '{to} never sees {message}',
    },
    {
      kind: 'confirm',
      role: 'confirm',
      shape: 'answer',
      label: 'confirm',
      sent: '{from} confirms {messages}',
      arrived: '{to} knows that {messages} are safe',
    },
    {
      kind: 'deliver',
      role: 'deliver',
      shape: 'message',
      label: 'deliver',
      sent: '{from} delivers {message} to {to}',
      arrived: '{to} has {message} in hand',
    },
    {
      kind: 'ack',
      role: 'settle',
      shape: 'answer',
      label: 'ack',
      sent: '{from} acks {message}',
      arrived: '{to} forgets {message}',
      lost: '{to} still counts {message} as unacked',
    },
    {
      kind: 'insert',
      role: 'request',
      shape: 'message',
      label: 'insert',
      sent: '{from} writes {message}',
      arrived: '{to} gets the row of {message}',
    },
    {
      kind: 'heartbeat',
      role: 'heartbeat',
      shape: 'request',
      label: 'heartbeat',
      sent: '{from} is alive',
      arrived: '{to} hears from {from}',
      quiet: true,
    },
  ],
  phrases: [
    { name: 'requeued', sentence: '{message} goes back to {place}' },
    { name: 'acked', sentence: '{message} leaves {place}: it was acked' },
    { name: 'skipped', sentence: '{node} skips {message}: it was processed before' },
  ],
};

const places: readonly Partial<PlaceInfo>[] = [
  { name: 'order-service/outbox', title: 'outbox', node: NODE.service, shape: 'waiting' },
  { name: 'rabbitmq/payments', title: 'payments', node: NODE.broker, shape: 'slots', subscription: 0 },
  {
    name: 'rabbitmq/payments/unacked',
    title: 'payments',
    node: NODE.broker,
    shape: 'held',
    of: PLACE.queue,
    subscription: 0,
  },
  { name: 'payment-1/hand', title: 'hand', node: NODE.worker1, shape: 'hand', subscription: 0 },
  { name: 'payment-2/hand', title: 'hand', node: NODE.worker2, shape: 'hand', subscription: 0 },
  {
    name: 'database/payments',
    title: 'payments',
    node: NODE.database,
    shape: 'rows',
    verb: 'charged',
    amount: 30,
    currency: '€',
  },
  { name: 'rabbitmq/orders.dlq', title: 'orders.dlq', node: NODE.broker, shape: 'slots', deadLetter: true },
];

const titles = ['Order Service', 'RabbitMQ', 'Payment Worker 1', 'Payment Worker 2', 'Database'];
const names = ['order-service', 'rabbitmq', 'payment-1', 'payment-2', 'database'];
const columns = ['producer', 'broker', 'consumer', 'consumer', 'store'] as const;

/** Writes records one after another; the clock and the cause are set as it goes. */
export class TraceWriter {
  readonly trace = new Trace();
  now = 0;
  /** Of the records to come, until it is set anew. */
  cause = NONE;
  private packets = 0;
  private copies = 0;
  private readonly messages: MessageInfo[] = [];

  get last(): number {
    return this.trace.length - 1;
  }

  /** Moves the clock, in milliseconds, and forgets the cause. */
  at(ms: number): this {
    this.now = ms * 1000;
    this.cause = NONE;
    return this;
  }

  add<K extends RecordKind>(kind: K, fields: Partial<RecordFields[K]>): number {
    const values = FIELDS[kind].map((name) => (fields as Record<string, number | undefined>)[name] ?? NONE);
    const [a = NONE, b = NONE, c = NONE, d = NONE, e = NONE, f = NONE] = values;
    return this.trace.add(KIND[kind], this.now, this.cause, a, b, c, d, e, f);
  }

  /** As `add`, and what follows is caused by it. */
  begin<K extends RecordKind>(kind: K, fields: Partial<RecordFields[K]>): number {
    this.cause = this.add(kind, fields);
    return this.cause;
  }

  produce(key: string | null = null): number {
    const message = this.messages.length;
    this.messages.push({ id: message, name: `order-${message + 1}`, number: message + 1, key, node: NODE.service });
    this.add('produced', { message, node: NODE.service, number: message + 1, key: key === null ? NONE : word(key) });
    this.add('intended', { message, subscription: 0 });
    return message;
  }

  /** Sends a packet; with a parent it carries a copy. Returns the packet and the copy. */
  send(
    what: string,
    line: number,
    fromServer: boolean,
    message = NONE,
    parent: number | null = null,
  ): { packet: number; copy: number } {
    const packet = this.packets;
    this.packets += 1;
    const copy = parent === null ? NONE : this.copy();
    this.add('sent', {
      packet,
      what: word(what),
      route: line * 2 + (fromServer ? 1 : 0),
      copy,
      message,
      parent: parent ?? NONE,
    });
    return { packet, copy };
  }

  copy(): number {
    this.copies += 1;
    return this.copies - 1;
  }

  put(place: number, message: number, index: number, parent: number = NONE): number {
    const copy = this.copy();
    this.add('put', { copy, message, place, index, parent });
    return copy;
  }

  rest(place: number, copy: number, message: number, index: number): void {
    this.add('put', { copy, message, place, index });
  }

  take(copy: number, place: number, why: string): void {
    this.add('taken', { copy, place, why: word(why) });
  }

  connectAll(): this {
    const ends = [
      [NODE.service, NODE.broker],
      [NODE.worker1, NODE.broker],
      [NODE.worker2, NODE.broker],
      [NODE.worker1, NODE.database],
      [NODE.worker2, NODE.database],
    ] as const;
    for (const node of [0, 1, 2, 3, 4]) this.add('node', { node, state: word('started'), value: 0 });
    ends.forEach(([client, server], connection) => {
      this.add('connection', { connection, state: word('opening'), client, server });
      this.add('connection', { connection, state: word('open'), client, server });
    });
    return this;
  }

  header(): TraceHeader {
    const ends = [
      [0, 1],
      [2, 1],
      [3, 1],
      [2, 4],
      [3, 4],
    ] as const;
    return {
      format: 1,
      scenario: 'by-hand',
      variant: 'plain',
      seed: 1,
      until: 20_000_000,
      noun: ['order', 'orders'],
      nodes: titles.map((title, id) => ({
        id,
        name: names[id]!,
        title,
        subtitle: '',
        column: columns[id]!,
        model: '',
        code: [],
        program:
          columns[id] === 'consumer'
            ? [
                { step: 'receive', label: 'receive a message', line: 0 },
                { step: 'insert', label: 'charge the customer', line: 1 },
              ]
            : [],
      })),
      links: [
        [0, 1],
        [1, 2],
        [1, 3],
        [2, 4],
        [3, 4],
      ].map(([a, b]) => ({ a: a!, b: b!, transport: 'connection' })),
      places: places.map((info, id) => ({
        id,
        name: '',
        title: '',
        node: 0,
        shape: 'slots',
        of: NONE,
        to: NONE,
        subscription: NONE,
        deadLetter: false,
        passesOn: false,
        capacity: 0,
        badges: [],
        verb: '',
        amount: 0,
        currency: '',
        ...info,
      })),
      subscriptions: ['payments'],
      connections: ends.map(([client, server], id) => ({ id, client, server })),
      messages: this.messages,
      words: allWords(),
      vocabulary,
    };
  }
}
