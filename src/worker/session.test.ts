import { expect, test } from 'vitest';
import type { Reply, Request, RunRequest } from './protocol';
import { Session } from './session';

const run: RunRequest = { source: { id: 'at-least-once' }, variant: null, seed: null, settings: [], faults: 'own' };

function setUp(whileRunning: (session: Session, replies: readonly Reply[]) => void = () => {}) {
  const replies: Reply[] = [];
  const session: Session = new Session(
    (reply) => void replies.push(reply),
    () => Promise.resolve(whileRunning(session, replies)),
  );
  return { replies, session, ask: (request: Request) => session.handle(request) };
}

test('a sweep tells each place once, in the order of time, and then that it is through', async () => {
  const { replies, ask } = setUp();
  await ask({ kind: 'sweep', id: 7, run, fault: { kind: 'lose', role: 'settle' } });
  const places = replies.filter((reply) => reply.kind === 'swept');
  expect(places.map(({ index, of }) => [index, of])).toEqual([0, 1, 2, 3, 4].map((index) => [index, 5]));
  expect(places.map(({ place }) => place.worst)).toEqual(places.map(() => 'duplicated'));
  expect(replies.at(-1)).toEqual({ kind: 'sweepDone', id: 7, places: 5 });
});

test.each([
  ['it is called off', { kind: 'cancel', id: 7 } as const],
  ['a run is wanted', { kind: 'run', id: 8, run } as const],
])('a sweep ends when %s', async (_, other) => {
  const { replies, ask } = setUp((session, seen) => {
    if (seen.filter(({ kind }) => kind === 'swept').length === 2) void session.handle(other);
  });
  await ask({ kind: 'sweep', id: 7, run, fault: { kind: 'lose', role: null } });
  expect(replies.filter(({ id, kind }) => id === 7 && kind === 'swept')).toHaveLength(2);
  expect(replies.filter(({ id }) => id === 7).at(-1)!.kind).toBe('refused');
});
