import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOf } from '../../engine/trace/words';
import { NONE } from '../../engine/units';
import type { RabbitVersion } from './config';
import { isCycle, withDeath, type Death, type DeathReason } from './death';
import { PERSISTENT, publish, type MessageProperties, type Packet } from './packets';
import type { BrokerMemory } from './state';
import { at, consume, queue, TestWorld } from './testWorld';

const message = (properties: Partial<MessageProperties> = {}, key = 'q'): Packet =>
  publish(1, '', key, false, { ...PERSISTENT, ...properties }, NONE);
const toQueue = (name: string, more: object = {}) => ({
  'x-dead-letter-exchange': '',
  'x-dead-letter-routing-key': name,
  ...more,
});
const reject = (tag: number): Packet => ({ kind: 'reject', channel: 1, tag, requeue: false });

function headersIn(world: TestWorld, name: string): Readonly<Record<string, unknown>> {
  const { ready, head } = world.memory<BrokerMemory>('broker').queues.get(name)!;
  return ready[head]!.properties.headers!;
}

/** queue, reason and count of each entry of x-death. */
const brief = (headers: Readonly<Record<string, unknown>>): string[] =>
  (headers['x-death'] as Death[]).map(({ queue: name, reason, count }) => `${name} ${reason} ${count}`);

describe('[A10] dead lettering', () => {
  const queues = [queue('q', { arguments: toQueue('dlq') }), queue('dlq', { arguments: {} })];

  test('a rejected message goes to the dead letter exchange with its history, as a new message', () => {
    const clients = {
      p: at(10, message({ expiration: '9000', headers: { app: 'x' } })),
      c: [...at(5, consume('q', 'c')), ...at(50, reject(1))],
    };
    const world = new TestWorld({ broker: { queues }, clients }).run();
    expect(world.ready('dlq')).toEqual(['m1']);
    expect(headersIn(world, 'dlq')).toMatchObject({
      app: 'x',
      'x-first-death-reason': 'rejected',
      'x-first-death-queue': 'q',
      'x-first-death-exchange': '',
      'x-last-death-queue': 'q',
      'x-death': [
        {
          count: 1,
          reason: 'rejected',
          queue: 'q',
          time: 0,
          exchange: '',
          'routing-keys': ['q'],
          'original-expiration': '9000',
        },
      ],
    });
  });

  test('it is released as dead-lettered; where it goes nowhere, as what it died of', () => {
    const why = (dlq: string): string => {
      const broker = {
        queues: [queue('q', { arguments: toQueue(dlq) }), queue('dlq')],
        meanings: [{ queue: 'q', subscriptions: [0], deadLetter: false }],
      };
      const world = new TestWorld({ broker, clients: { p: at(10, message({ expiration: '20' })) } }).run();
      return textOf(world.records('released')[0]!.why);
    };
    expect([why('dlq'), why('ghost')]).toEqual(['dead-lettered', 'expired']);
  });

  test('an exchange that does not exist drops it; purging and deleting are no deaths', () => {
    const lost = new TestWorld({
      broker: { queues: [queue('q', { arguments: { 'x-dead-letter-exchange': 'ghost' } })] },
      clients: { p: at(10, message({ expiration: '20' })) },
    }).run();
    expect(lost.ready('q')).toEqual([]);
    const clients = {
      p: [...at(10, message(), message()), ...at(20, { kind: 'queue-purge', channel: 1, queue: 'q' } as const)],
    };
    expect(new TestWorld({ broker: { queues }, clients }).run().ready('dlq')).toEqual([]);
  });

  test('F34: a retry loop counts its rounds, and is no cycle, since somebody rejects in it', () => {
    const loop = [
      queue('q', { arguments: toQueue('wait') }),
      queue('wait', { arguments: toQueue('q', { 'x-message-ttl': 300 }) }),
    ];
    const clients = {
      p: at(10, message()),
      c: [...at(5, consume('q', 'c')), ...at(100, reject(1)), ...at(600, reject(2))],
    };
    const world = new TestWorld({ broker: { queues: loop }, clients }).run();
    const third = world.heard('c', 'deliver')[2]!.packet as Extract<Packet, { kind: 'deliver' }>;
    expect(third.redelivered).toBe(false);
    expect(brief(third.properties.headers!)).toEqual(['wait expired 2', 'q rejected 2']);
    expect(third.properties.headers).toMatchObject({
      'x-first-death-queue': 'q',
      'x-first-death-reason': 'rejected',
      'x-last-death-queue': 'wait',
    });
  });

  test('F35: without a rejection, coming back to where it died is the end', () => {
    const self = new TestWorld({
      broker: { queues: [queue('q', { arguments: { 'x-dead-letter-exchange': '', 'x-message-ttl': 100 } })] },
      clients: { p: at(10, message()) },
    }).run();
    expect(self.ready('q')).toEqual([]);
    const two = [
      queue('q', { arguments: toQueue('r', { 'x-message-ttl': 100 }) }),
      queue('r', { arguments: toQueue('q', { 'x-message-ttl': 100 }) }),
    ];
    const world = new TestWorld({ broker: { queues: two }, clients: { p: at(10, message()) } }).run(150);
    expect(world.ready('r')).toEqual(['m1']);
    expect([world.run().ready('q'), world.ready('r')]).toEqual([[], []]);
  });

  test('F36: an x-death that a client wrote is read up to 3.13, and not from 4.0 on', () => {
    const written = {
      'x-death': [{ count: 2, reason: 'rejected', queue: 'q', time: 0, exchange: '', 'routing-keys': ['q'] }],
    };
    const after = (version: RabbitVersion): string[] =>
      brief(withDeath(dying({ headers: written }), 'rejected', null, version, 0).headers!);
    expect([after('3.10'), after('3.13'), after('4.0'), after('4.3')]).toEqual([
      ['q rejected 3'],
      ['q rejected 3'],
      ['q rejected 1'],
      ['q rejected 1'],
    ]);
  });

  test('three deaths: the latest comes first; up to 3.12 the others stand turned round', () => {
    const after = (version: RabbitVersion): string[] => {
      let properties: MessageProperties = PERSISTENT;
      for (const [name, reason] of [
        ['q', 'maxlen'],
        ['d1', 'expired'],
        ['d2', 'rejected'],
      ] as const) {
        properties = withDeath({ queue: name, exchange: '', routingKey: name, properties }, reason, null, version, 0);
      }
      return brief(properties.headers!);
    };
    expect(after('4.3')).toEqual(['d2 rejected 1', 'd1 expired 1', 'q maxlen 1']);
    expect(after('3.10')).toEqual(['d2 rejected 1', 'q maxlen 1', 'd1 expired 1']);
  });
});

const dying = (properties: Partial<MessageProperties>) => ({
  queue: 'q',
  exchange: '',
  routingKey: 'q',
  properties: { ...PERSISTENT, ...properties },
});

// Goal: x-death adds up, whatever a message goes through.
// Method: any list of deaths, in every version; the header alone is read.
test('[A10] x-death has one entry for each queue and reason, their counts add up, and the first death is never forgotten', () => {
  const death = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom<DeathReason>('rejected', 'expired', 'maxlen'));
  fc.assert(
    fc.property(
      fc.constantFrom<RabbitVersion>('3.10', '3.13', '4.0', '4.3'),
      fc.array(death, { minLength: 1, maxLength: 12 }),
      (version, deaths) => {
        let properties: MessageProperties = PERSISTENT;
        for (const [name, reason] of deaths)
          properties = withDeath({ queue: name, exchange: '', routingKey: 'k', properties }, reason, null, version, 0);
        const told = properties.headers!['x-death'] as Death[];
        expect(new Set(told.map(({ queue: name, reason }) => `${name} ${reason}`)).size).toBe(told.length);
        expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(deaths.length);
        expect([told[0]!.queue, told[0]!.reason]).toEqual(deaths.at(-1));
        expect([properties.headers!['x-first-death-queue'], properties.headers!['x-first-death-reason']]).toEqual(
          deaths[0],
        );
        if (deaths.at(-1)![1] === 'rejected') expect(isCycle(deaths.at(-1)![0], properties)).toBe(false);
      },
    ),
  );
});
