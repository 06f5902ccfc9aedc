import { describe, expect, test } from 'vitest';
import { factsIn, packetsIn, runHttp, toldIn, type HttpScene } from './testing/run';

// Goal: an HTTP server and its callers do what the README says. Method: one server that works 50 ms on a request, 10 ms
// away; what the caller was told, and when, and which packets were sent. Times are exact: nothing here is by chance.

const outcomes = (scene: HttpScene) => runHttp(scene).summary.outcomes['bank']!;
const two = { messages: 2, every: '0ms' };

describe('a call', () => {
  test('is answered after two ways and the work', () => {
    const run = runHttp({});
    expect(packetsIn(run)).toEqual(['http-request', 'response-201']);
    expect(toldIn(run)).toEqual(['order-1 acknowledged at 70 ms']);
    expect(run.summary.outcomes['bank']).toMatchObject({ produced: 1, done: 1 });
  });

  test('that is refused by the application has failed, and had no effect', () => {
    const run = runHttp({ steps: [{ step: 'receive' }, { step: 'respond', status: 422 }] });
    expect(toldIn(run)).toEqual(['order-1 failed at 20 ms']);
    expect(run.summary.outcomes['bank']).toMatchObject({ rejected: 1 });
  });

  test('whose handler throws is answered 500', () => {
    const run = runHttp({ steps: [{ step: 'receive' }, { step: 'fail', error: 'oops' }] });
    expect(packetsIn(run)).toEqual(['http-request', 'response-500']);
  });

  test('is answered once, by the first answer', () => {
    const steps: HttpScene['steps'] = [
      { step: 'receive' },
      { step: 'respond', status: 202 },
      { step: 'sleep', for: '50ms' },
      { step: 'respond', status: 201 },
    ];
    expect(packetsIn(runHttp({ steps }))).toEqual(['http-request', 'response-202']);
  });
});

describe('a time-out', () => {
  test('leaves the caller without knowledge, and the server with work that nobody waits for', () => {
    const run = runHttp({ client: { timeout: '40ms' } });
    expect(toldIn(run)).toEqual(['order-1 unknown at 40 ms']);
    expect(run.summary.matrix['bank']).toEqual({ acknowledged: [0, 0, 0], failed: [0, 0, 0], unknown: [0, 1, 0] });
    const late = [...run.trace.records()].filter(({ kind }) => kind === 'lost');
    expect(late).toMatchObject([{ at: 70_000 }]);
  });

  test('and another attempt do it twice', () => {
    const scene: HttpScene = {
      client: { timeout: '40ms', retry: { retries: 1, first: '30ms' } },
      server: { concurrency: 2 },
    };
    expect(toldIn(runHttp(scene))).toEqual(['order-1 unknown at 110 ms']);
    expect(outcomes(scene)).toMatchObject({ duplicated: 1 });
  });

  test('is not tried again where that is not asked for', () => {
    const client = { timeout: '40ms', retry: { retries: 3, first: '10ms' }, retryOnTimeout: false };
    expect(packetsIn(runHttp({ client }))).toEqual(['http-request', 'response-201']);
  });

  test('that is left out lets a lost call wait for ever', () => {
    const run = runHttp({ client: { timeout: null }, faults: [{ when: { packet: 'http-request' }, what: 'lose' }] });
    expect(toldIn(run)).toEqual([]);
    expect(run.summary.outcomes['bank']).toMatchObject({ pending: 1 });
  });
});

describe('attempts', () => {
  const refusing = { client: { retry: { retries: 3, first: '100ms', factor: 2 } } };

  test('follow one another with growing waits', () => {
    const faults: HttpScene['faults'] = [
      { when: { packet: 'http-request', every: true }, what: 'error', error: '503' },
    ];
    const run = runHttp({ ...refusing, faults });
    const sent = [...run.trace.records()].filter((record) => record.kind === 'sent').map(({ at }) => at / 1000);
    // Each attempt is answered 10 ms after it left, and the answer heard 10 ms later.
    expect(sent).toEqual([0, 10, 120, 130, 340, 350, 760, 770]);
    expect(toldIn(run)).toEqual(['order-1 failed at 780 ms']);
  });

  test('end with the first success', () => {
    const faults: HttpScene['faults'] = [{ when: { packet: 'http-request' }, what: 'error', error: '503' }];
    expect(toldIn(runHttp({ ...refusing, faults }))).toEqual(['order-1 acknowledged at 190 ms']);
  });

  test('are not made after a status that is not to be tried again', () => {
    const faults: HttpScene['faults'] = [{ when: { packet: 'http-request' }, what: 'error', error: '409' }];
    expect(packetsIn(runHttp({ ...refusing, faults }))).toEqual(['http-request', 'response-409']);
  });

  test('wait at least as long as Retry-After says', () => {
    const run = runHttp({
      workload: two,
      server: { rateLimit: { perSecond: 1, burst: 1 }, concurrency: 2 },
      client: { retry: { retries: 1, first: '10ms' } },
    });
    expect(packetsIn(run).filter((kind) => kind === 'response-429')).toHaveLength(1);
    expect(toldIn(run)).toEqual(['order-1 acknowledged at 70 ms', 'order-2 acknowledged at 1090 ms']);
  });

  test('of which one was never heard leave a doubt that a later refusal does not take away', () => {
    const faults: HttpScene['faults'] = [
      { when: { packet: 'response-201' }, what: 'lose' },
      { when: { packet: 'http-request', nth: 2 }, what: 'error', error: '503' },
    ];
    const run = runHttp({ client: { timeout: '100ms', retry: { retries: 1, first: '10ms' } }, faults });
    expect(run.summary.matrix['bank']!.unknown).toEqual([0, 1, 0]);
  });
});

describe('an Idempotency-Key', () => {
  const lostAnswer: HttpScene = {
    client: { timeout: '100ms', retry: { retries: 1, first: '10ms' }, idempotencyKey: true },
    faults: [{ when: { packet: 'response-201' }, what: 'lose' }],
  };

  test('is worth nothing to a server that does not look at it', () => {
    expect(outcomes(lostAnswer)).toMatchObject({ duplicated: 1 });
  });

  test('makes the second attempt get the first one’s answer', () => {
    const server = { accepts: { idempotencyKeys: true } };
    const run = runHttp({ ...lostAnswer, server });
    expect(run.summary.outcomes['bank']).toMatchObject({ done: 1, duplicated: 0 });
    expect(factsIn(run)).toContain('key-known of order-1');
    expect(toldIn(run)).toEqual(['order-1 acknowledged at 130 ms']);
  });

  test('that is not sent cannot help', () => {
    const server = { accepts: { idempotencyKeys: true } };
    const client = { ...lostAnswer.client, idempotencyKey: false };
    expect(outcomes({ ...lostAnswer, client, server })).toMatchObject({ duplicated: 1 });
  });
});

describe('a pool', () => {
  const workload = { messages: 4, every: '0ms' };
  const server = { concurrency: 10 };

  test('has so many calls under way, and others wait their turn', () => {
    const run = runHttp({ workload, server, client: { connections: 2 } });
    expect(toldIn(run).map((told) => told.replace(/.* at /, ''))).toEqual(['70 ms', '70 ms', '140 ms', '140 ms']);
  });

  test('that is full, with callers that wait, refuses at once', () => {
    const run = runHttp({ workload, server, client: { connections: 2, maxWaiting: 1 } });
    expect(toldIn(run)[0]).toBe('order-4 failed at 0 ms');
    expect(run.summary.outcomes['bank']).toMatchObject({ done: 3, rejected: 1 });
  });

  test('lets nobody wait for longer than that', () => {
    const run = runHttp({ workload, server, client: { connections: 2, waitTimeout: '50ms' } });
    expect(toldIn(run).slice(0, 2)).toEqual(['order-3 failed at 50 ms', 'order-4 failed at 50 ms']);
  });
});

describe('a server', () => {
  const workload = { messages: 4, every: '0ms' };
  const client = { connections: null };

  test('works on one request at a time if it has one thread, in the order of arrival', () => {
    const run = runHttp({ workload, client });
    expect(toldIn(run)).toEqual([
      'order-1 acknowledged at 70 ms',
      'order-2 acknowledged at 120 ms',
      'order-3 acknowledged at 170 ms',
      'order-4 acknowledged at 220 ms',
    ]);
  });

  test('answers 503 when its threads are busy and its backlog is full', () => {
    const run = runHttp({ workload, client, server: { concurrency: 2, backlog: 1 } });
    expect(run.summary.outcomes['bank']).toMatchObject({ done: 3, rejected: 1 });
    expect(toldIn(run)[0]).toBe('order-4 failed at 20 ms');
  });

  test('refuses beyond its rate, and lets as many through as its bucket holds', () => {
    const run = runHttp({ workload, client, server: { concurrency: 9, rateLimit: { perSecond: 100, burst: 3 } } });
    expect(run.summary.outcomes['bank']).toMatchObject({ done: 3, rejected: 1 });
    expect(packetsIn(run)).toContain('response-429');
  });

  test('that is dead refuses: fast, and for sure', () => {
    const faults: HttpScene['faults'] = [{ when: { at: '0ms' }, what: 'crash', whom: 'bank', for: '1s' }];
    expect(toldIn(runHttp({ workload: { messages: 1, first: '5ms' }, faults }))).toEqual(['order-1 failed at 25 ms']);
  });

  test('that dies at work resets the call: whether it was done, nobody knows', () => {
    const faults: HttpScene['faults'] = [{ when: { at: '30ms' }, what: 'crash', whom: 'bank', for: '1s' }];
    const run = runHttp({ faults });
    expect(toldIn(run)).toEqual(['order-1 unknown at 40 ms']);
    expect(run.summary.outcomes['bank']).toMatchObject({ lost: 1 });
  });

  test('forgets its backlog when it dies', () => {
    const faults: HttpScene['faults'] = [{ when: { at: '30ms' }, what: 'crash', whom: 'bank', for: '1s' }];
    expect(outcomes({ workload, client, faults })).toMatchObject({ lost: 4 });
  });

  test('gets a request twice if the network repeats it, and then does it twice', () => {
    const faults: HttpScene['faults'] = [{ when: { packet: 'http-request' }, what: 'duplicate', by: '1ms' }];
    expect(outcomes({ server: { concurrency: 2 }, faults })).toMatchObject({ duplicated: 1 });
  });
});

describe('202 Accepted', () => {
  const steps: HttpScene['steps'] = [
    { step: 'receive' },
    { step: 'respond', status: 404, if: 'polling' },
    { step: 'respond', status: 202, if: 'not polling' },
  ];

  test('is a yes to who does not ask again', () => {
    expect(toldIn(runHttp({ steps }))).toEqual(['order-1 acknowledged at 20 ms']);
  });

  test('makes who wants to know ask again, until it gives up', () => {
    const run = runHttp({ steps, client: { poll: { every: '100ms', giveUpAfter: '350ms' } } });
    expect(packetsIn(run).filter((kind) => kind === 'http-poll')).toHaveLength(3);
    expect(toldIn(run)[0]).toContain('order-1 unknown');
  });
});
