import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { rabbitmqConsumerEntries, rabbitmqProducerEntries } from './clientConfig';
import { rabbitmqBroker, type BrokerFile } from './config';
import { rabbitmq } from './index';

const file = (more: object = {}): BrokerFile =>
  v.parse(rabbitmqBroker, { kind: 'rabbitmq', name: 'rabbitmq', ...more });
const complaint = (more: object): string =>
  v.safeParse(rabbitmqBroker, { kind: 'rabbitmq', name: 'rabbitmq', ...more }).issues?.[0]?.message ?? '';
const producer = (more: object) => ({ name: 'p', ...v.parse(v.strictObject(rabbitmqProducerEntries), more) });
const consumer = (more: object) => ({ name: 'c', ...v.parse(v.strictObject(rabbitmqConsumerEntries), more) });

test("defaults are RabbitMQ's own", () => {
  expect(file()).toMatchObject({ title: 'RabbitMQ', version: '4.3', heartbeat: 60_000_000 });
  expect(file({ queues: [{ name: 'q' }] }).queues[0]).toEqual({
    name: 'q',
    durable: true,
    exclusive: false,
    autoDelete: false,
    arguments: {},
    deadLetter: false,
  });
  expect(producer({ routingKey: 'q' })).toMatchObject({
    exchange: '',
    mandatory: false,
    persistent: true,
    confirms: true,
    confirmTimeout: 5_000_000,
    retry: { retries: 0 },
  });
  expect(consumer({ queue: 'q' })).toMatchObject({
    prefetch: 0,
    autoAck: false,
    exclusive: false,
    reconnectAfter: 500_000,
  });
});

test('what is not modelled is refused by name', () => {
  expect(complaint({ queues: [{ name: 'q', arguments: { 'x-queue-type': 'quorum' } }] })).toMatch(
    /"quorum" are not modelled yet/,
  );
  expect(complaint({ queues: [{ name: 'q', arguments: { 'x-delivery-limit': 3 } }] })).toMatch(
    /x-delivery-limit is not modelled/,
  );
  expect(complaint({ queues: [{ name: 'q', arguments: { 'x-max-lenght': 3 } }] })).toBe(
    'a classic queue has no argument "x-max-lenght"',
  );
  expect(complaint({ queues: [{ name: 'q', arguments: { 'x-max-length': -1 } }] })).toBe('expected 0 or more');
  expect(complaint({ queues: [{ name: 'q', arguments: { 'x-dead-letter-routing-key': 'k' } }] })).toBe(
    "RabbitMQ refuses that: invalid arg 'x-dead-letter-routing-key': routing_key_but_no_dlx_defined",
  );
  expect(complaint({ exchanges: [{ name: 'x', type: 'x-random' }] })).toMatch(/"x-random" are not modelled yet/);
  expect(complaint({ exchanges: [{ name: 'x', type: 'fanuot' }] })).toMatch(/no exchange type "fanuot"/);
  expect(complaint({ queues: [{ name: 'q', arguments: { 'x-queue-type': 'classic' } }] })).toBe('');
});

describe('what a file means', () => {
  const broker = file({
    version: '4.0',
    exchanges: [{ name: 'x', type: 'topic' }],
    queues: [{ name: 'q' }, { name: 'r' }, { name: 'mine', exclusive: true }],
    bindings: [
      { source: 'x', destination: 'q', routingKey: 'a.#' },
      { source: 'x', destination: 'r', routingKey: 'b' },
      { source: 'x', destination: 'mine', routingKey: '#' },
    ],
  });
  const names = { node: () => 7, subscriptionsOf: () => [1], subscriptionName: () => '' };

  test('messages should reach the queues that the bindings say', () => {
    expect(rabbitmq.route(producer({ exchange: 'x', routingKey: 'a.b' }), null, broker, [])).toEqual(['q', 'mine']);
    expect(rabbitmq.route(producer({ routingKey: 'r' }), null, broker, [])).toEqual(['r']);
    expect(rabbitmq.route(producer({ routingKey: 'nowhere' }), null, broker, [])).toEqual([]);
  });

  test('an exclusive queue is declared by its consumer', () => {
    const config = rabbitmq.brokerConfig(broker, names, [], 0) as { queues: { name: string }[]; bindings: object[] };
    expect(config.queues.map(({ name }) => name)).toEqual(['q', 'r']);
    expect(config.bindings).toHaveLength(2);
    expect(rabbitmq.consumerConfig(consumer({ queue: 'mine' }), broker, names)).toMatchObject({
      declares: { queue: { name: 'mine' }, bindings: [{ source: 'x' }] },
    });
    expect(rabbitmq.consumerConfig(consumer({ queue: 'q' }), broker, names)).toMatchObject({ declares: null });
  });

  test('mistakes between its parts are sentences with a path', () => {
    const wrong = file({
      queues: [{ name: 'q', durable: false }, { name: 'q' }],
      bindings: [{ source: 'ghost', destination: 'nobody' }],
    });
    const found = rabbitmq.check(wrong, [producer({ exchange: 'ghost' })], [consumer({ queue: 'nobody' })]);
    expect(found.map(({ part, path }) => `${part} ${path}`)).toEqual([
      'broker queues',
      'broker bindings[0].source',
      'broker bindings[0].destination',
      'broker queues[q].durable',
      'producers exchange',
      'consumers queue',
    ]);
  });
});

describe('what is meant for whom, by the exchanges declared', () => {
  const queues = ['all', 'eu', 'rest'].map((name) => ({ name }));
  const routes = (broker: object, producer: object): readonly string[] => {
    const entries = v.parse(v.object(rabbitmqProducerEntries), producer);
    return rabbitmq.route({ ...entries, name: 'shop' }, null, file(broker), []);
  };

  test('headers: all or any of the binding’s arguments', () => {
    const bindings = [
      { source: 'x', destination: 'eu', arguments: { region: 'eu', vip: true } },
      { source: 'x', destination: 'all', arguments: { 'x-match': 'any', region: 'eu', vip: true } },
    ];
    const broker = { queues, bindings, exchanges: [{ name: 'x', type: 'headers' }] };
    expect(routes(broker, { exchange: 'x', headers: { region: 'eu' } })).toEqual(['all']);
    expect(routes(broker, { exchange: 'x', headers: { region: 'eu', vip: true } })).toEqual(['eu', 'all']);
    expect(routes(broker, { exchange: 'x' })).toEqual([]);
  });

  test('from exchange to exchange, and to the alternate where nothing matches', () => {
    const exchanges = [
      { name: 'x', type: 'topic', alternate: 'other' },
      { name: 'inner', type: 'fanout', internal: true },
      { name: 'other', type: 'fanout' },
    ];
    const bindings = [
      { source: 'x', destination: 'inner', routingKey: 'eu.#' },
      { source: 'inner', destination: 'eu' },
      { source: 'inner', destination: 'all' },
      { source: 'other', destination: 'rest' },
    ];
    const broker = { queues, bindings, exchanges };
    expect(routes(broker, { exchange: 'x', routingKey: 'eu.orders' })).toEqual(['eu', 'all']);
    expect(routes(broker, { exchange: 'x', routingKey: 'us.orders' })).toEqual(['rest']);
  });

  test('clients may not publish to an internal exchange, nor hand on to one that is not there', () => {
    const lost = file({ exchanges: [{ name: 'x', type: 'fanout', alternate: 'y' }] });
    expect(rabbitmq.check(lost, [], [])).toMatchObject([{ path: 'exchanges[x].alternate' }]);
    const broker = file({ exchanges: [{ name: 'x', type: 'fanout', internal: true }] });
    const shop = { ...v.parse(v.object(rabbitmqProducerEntries), { exchange: 'x' }), name: 'shop' };
    expect(rabbitmq.check(broker, [shop], [])).toMatchObject([{ part: 'producers', of: 'shop', path: 'exchange' }]);
  });
});
