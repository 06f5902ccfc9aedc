import { describe, expect, test } from 'vitest';
import { EngineClient, type WorkerLike } from './client';
import type { Reply, Request, RunRequest } from './protocol';

/** A worker that answers when it is told to. */
class FakeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  onmessageerror: WorkerLike['onmessageerror'] = null;
  readonly asked: Request[] = [];
  terminated = false;

  postMessage(message: Request): void {
    this.asked.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  answer(reply: Reply): void {
    this.onmessage?.({ data: reply } as MessageEvent<Reply>);
  }
  die(message: string): void {
    this.onerror?.({ message } as ErrorEvent);
  }
}

const request: RunRequest = { source: { id: 'at-least-once' }, variant: null, seed: null, settings: [], faults: [] };

function setUp() {
  const workers: FakeWorker[] = [];
  const deaths: string[] = [];
  const client = new EngineClient(
    (why) => deaths.push(why),
    () => {
      workers.push(new FakeWorker());
      return workers.at(-1)!;
    },
  );
  return { client, workers, deaths };
}

describe('the client of the engine', () => {
  test('gives each request its own answer, in whatever order they come', async () => {
    const { client, workers } = setUp();
    const both = [client.run(request), client.run(request)];
    workers[0]!.answer({ kind: 'failed', id: 2, message: 'second' });
    workers[0]!.answer({ kind: 'failed', id: 1, message: 'first' });
    expect((await Promise.all(both)).map((answer) => answer.kind === 'failed' && answer.message)).toEqual([
      'first',
      'second',
    ]);
    expect(client.waiting).toBe(0);
  });

  test('tells progress, and answers once', async () => {
    const { client, workers } = setUp();
    const seen: number[] = [];
    const answer = client.run(request, ({ at }) => seen.push(at));
    workers[0]!.answer({ kind: 'progress', id: 1, at: 5, until: 10, events: 3 });
    workers[0]!.answer({ kind: 'refused', id: 1, errors: [] });
    workers[0]!.answer({ kind: 'failed', id: 1, message: 'too late' });
    expect(await answer).toEqual({ kind: 'refused', id: 1, errors: [] });
    expect(seen).toEqual([5]);
  });

  test('tells the places of a sweep as they come, and calls it off', async () => {
    const { client, workers } = setUp();
    const seen: number[] = [];
    const sweep = client.sweep(request, { kind: 'lose', role: null }, ({ index }) => seen.push(index));
    const counts = { done: 1, duplicated: 0, lost: 0, deadLettered: 0, expired: 0, rejected: 0, pending: 0 };
    const place = { at: 5, fault: { when: { at: '5us' }, what: 'crash' }, label: '', counts, worst: 'done' } as const;
    workers[0]!.answer({ kind: 'swept', id: 1, index: 0, of: 2, place });
    sweep.cancel();
    expect(workers[0]!.asked.at(-1)).toEqual({ kind: 'cancel', id: 1 });
    workers[0]!.answer({ kind: 'refused', id: 1, errors: [] });
    expect((await sweep.answer).kind).toBe('refused');
    expect(seen).toEqual([0]);
    expect(client.waiting).toBe(0);
  });

  test('starts a worker again that has died, says so, and asks once more', async () => {
    const { client, workers, deaths } = setUp();
    const answer = client.run(request);
    workers[0]!.die('out of memory');
    expect(deaths).toEqual(['out of memory']);
    expect(workers[0]!.terminated).toBe(true);
    expect(workers[1]!.asked.map(({ id }) => id)).toEqual([1]);
    workers[1]!.answer({ kind: 'refused', id: 1, errors: [] });
    expect((await answer).kind).toBe('refused');
  });

  test('gives up on a request that took two workers down', async () => {
    const { client, workers } = setUp();
    const answer = client.run(request);
    workers[0]!.die('first');
    workers[1]!.die('second');
    expect(await answer).toEqual({ kind: 'failed', id: 1, message: 'second' });
    // No third one is started for nothing; the next request has one.
    expect(workers).toHaveLength(2);
    void client.run(request);
    expect(workers[2]!.asked.map(({ id }) => id)).toEqual([2]);
  });
});
