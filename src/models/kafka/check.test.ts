import * as v from 'valibot';
import { expect, test } from 'vitest';
import { check } from './check';
import { kafkaBroker, kafkaConsumerEntries, kafkaProducerEntries } from './config';
import { idempotenceOf, lingerOf } from './defaults';

const broker = v.parse(kafkaBroker, { kind: 'kafka', name: 'kafka', topics: [{ name: 'orders' }] });
const producer = (entries: object) => ({
  name: 'p',
  ...v.parse(v.strictObject(kafkaProducerEntries), { topic: 'orders', ...entries }),
});
const consumer = (entries: object) => ({
  name: 'c',
  ...v.parse(v.strictObject(kafkaConsumerEntries), { topic: 'orders', group: 'g', ...entries }),
});
/** Paths of the mistakes in a producer, or in a consumer. */
const ofProducer = (entries: object) => check(broker, [producer(entries)], []).map(({ path }) => path);
const ofConsumer = (entries: object) => check(broker, [], [consumer(entries)]).map(({ path }) => path);

test('defaults are fine', () => {
  expect(check(broker, [producer({})], [consumer({})])).toEqual([]);
});

test('a topic must be declared, once', () => {
  expect(ofProducer({ topic: 'order' })).toEqual(['topic']);
  expect(ofConsumer({ topic: 'order' })).toEqual(['topic']);
  const twice = v.parse(kafkaBroker, {
    kind: 'kafka',
    name: 'kafka',
    topics: [{ name: 'orders' }, { name: 'orders' }],
  });
  expect(check(twice, [], []).map(({ path }) => path)).toEqual(['topics[1].name']);
});

test('T17: delivery.timeout.ms is at least linger.ms + request.timeout.ms', () => {
  expect(ofProducer({ deliveryTimeout: '20s' })).toEqual(['deliveryTimeout']);
});

test('T19: acks=1 turns idempotence off without a word; asked for, both together are refused, and so are 6 requests in flight', () => {
  expect(idempotenceOf(producer({}))).toBe(true);
  expect(idempotenceOf(producer({ acks: '1' }))).toBe(false);
  expect(idempotenceOf(producer({ retries: 0 }))).toBe(false);
  expect(ofProducer({ acks: '1' })).toEqual([]);
  expect(ofProducer({ acks: '1', idempotence: true })).toEqual(['idempotence']);
  expect(ofProducer({ maxInFlight: 6 })).toEqual(['maxInFlight']);
  expect(ofProducer({ maxInFlight: 6, idempotence: false })).toEqual([]);
});

test('a session lasts longer than the time between heartbeats, and no less than the broker allows', () => {
  expect(ofConsumer({ heartbeatInterval: '45s' })).toEqual(['heartbeatInterval']);
  expect(ofConsumer({ sessionTimeout: '5s', heartbeatInterval: '1s' })).toEqual(['sessionTimeout']);
});

test('linger.ms is 5 in Kafka 4 and was 0 before, unless it is said', () => {
  expect(lingerOf({ linger: undefined }, { version: '4.1' })).toBe(5_000);
  expect(lingerOf({ linger: undefined }, { version: '3.9' })).toBe(0);
  expect(lingerOf({ linger: 1_000 }, { version: '3.9' })).toBe(1_000);
});
