import { expect, test } from 'vitest';
import { rangeAssignor, roundRobinAssignor } from './assignors';

/** `range(7, 'c1 c2 c3')`: partitions of one topic by member, as Kafka's own RangeAssignor gave them. */
function range(partitions: number, members: string): Record<string, number[]> {
  const candidates = members.split(' ').map((id) => ({ id, instance: null, topics: ['t'] }));
  return Object.fromEntries(rangeAssignor(candidates, [{ name: 't', first: 0, partitions }]));
}

test('range gives consecutive partitions, the first members one more', () => {
  expect(range(4, 'c1 c2')).toEqual({ c1: [0, 1], c2: [2, 3] });
  expect(range(5, 'c1 c2')).toEqual({ c1: [0, 1, 2], c2: [3, 4] });
  expect(range(3, 'c1 c2')).toEqual({ c1: [0, 1], c2: [2] });
  expect(range(7, 'c1 c2 c3')).toEqual({ c1: [0, 1, 2], c2: [3, 4], c3: [5, 6] });
  expect(range(10, 'c1 c2 c3 c4')).toEqual({ c1: [0, 1, 2], c2: [3, 4, 5], c3: [6, 7], c4: [8, 9] });
  expect(range(6, 'c3 c1')).toEqual({ c1: [0, 1, 2], c3: [3, 4, 5] });
});

test('T44: more members than partitions leave some with nothing', () => {
  expect(range(2, 'c1 c2 c3')).toEqual({ c1: [0], c2: [1], c3: [] });
});

test('members are sorted as texts, static ones by their instance id', () => {
  expect(range(4, 'c10 c2')).toEqual({ c10: [0, 1], c2: [2, 3] });
  const members = [
    { id: 'a-uuid', instance: 'i2', topics: ['t'] },
    { id: 'b-uuid', instance: 'i1', topics: ['t'] },
  ];
  expect(Object.fromEntries(rangeAssignor(members, [{ name: 't', first: 0, partitions: 4 }]))).toEqual({
    'b-uuid': [0, 1],
    'a-uuid': [2, 3],
  });
});

test('each topic is divided by itself, among those who read it', () => {
  const topics = [
    { name: 't0', first: 0, partitions: 1 },
    { name: 't1', first: 1, partitions: 2 },
  ];
  const members = [
    { id: 'c0', instance: null, topics: ['t0'] },
    { id: 'c1', instance: null, topics: ['t1'] },
    { id: 'c2', instance: null, topics: ['t1'] },
  ];
  expect(Object.fromEntries(rangeAssignor(members, topics))).toEqual({ c0: [0], c1: [1], c2: [2] });
});

/** Partitions of one topic by member, as Kafka's own RoundRobinAssignor gave them. */
function roundRobin(partitions: number, members: string): Record<string, number[]> {
  const candidates = members.split(' ').map((id) => ({ id, instance: null, topics: ['t'] }));
  return Object.fromEntries(roundRobinAssignor(candidates, [{ name: 't', first: 0, partitions }]));
}

test('round robin deals partitions out in turn', () => {
  expect(roundRobin(4, 'c1 c2')).toEqual({ c1: [0, 2], c2: [1, 3] });
  expect(roundRobin(5, 'c1 c2')).toEqual({ c1: [0, 2, 4], c2: [1, 3] });
  expect(roundRobin(3, 'c1 c2')).toEqual({ c1: [0, 2], c2: [1] });
  expect(roundRobin(7, 'c1 c2 c3')).toEqual({ c1: [0, 3, 6], c2: [1, 4], c3: [2, 5] });
  expect(roundRobin(10, 'c1 c2 c3 c4')).toEqual({ c1: [0, 4, 8], c2: [1, 5, 9], c3: [2, 6], c4: [3, 7] });
  expect(roundRobin(2, 'c1 c2 c3')).toEqual({ c1: [0], c2: [1], c3: [] });
  expect(roundRobin(4, 'c10 c2')).toEqual({ c10: [0, 2], c2: [1, 3] });
});

test('round robin moves partitions between survivors when a member leaves', () => {
  expect(roundRobin(6, 'c1 c2 c3')).toEqual({ c1: [0, 3], c2: [1, 4], c3: [2, 5] });
  expect(roundRobin(6, 'c1 c3')).toEqual({ c1: [0, 2, 4], c3: [1, 3, 5] });
});

type Assign = typeof rangeAssignor;
const topicsOf = (...counts: number[]) => {
  let first = 0;
  return counts.map((partitions, i) => {
    first += partitions;
    return { name: `t${i}`, first: first - partitions, partitions };
  });
};
/** `t0-0 t0-1`: what each member has of several topics; `reads` says which topics, all if left out. */
function several(assign: Assign, counts: number[], members: string, reads: Readonly<Record<string, string>> = {}) {
  const topics = topicsOf(...counts);
  const candidates = members.split(' ').map((id) => ({
    id,
    instance: null,
    topics: reads[id]?.split(' ') ?? topics.map(({ name }) => name),
  }));
  const nameOf = (partition: number): string => {
    const topic = topics.findLast(({ first }) => first <= partition)!;
    return `${topic.name}-${partition - topic.first}`;
  };
  return Object.fromEntries(
    [...assign(candidates, topics)].map(([id, partitions]) => [id, partitions.map(nameOf).join(' ')]),
  );
}

test('range: the first members get the extra partition of every topic', () => {
  expect(several(rangeAssignor, [3, 3], 'c0 c1')).toEqual({ c0: 't0-0 t0-1 t1-0 t1-1', c1: 't0-2 t1-2' });
  expect(several(rangeAssignor, [3, 3, 3], 'c0 c1')).toEqual({
    c0: 't0-0 t0-1 t1-0 t1-1 t2-0 t2-1',
    c1: 't0-2 t1-2 t2-2',
  });
  expect(several(rangeAssignor, [2, 4], 'c0 c1')).toEqual({ c0: 't0-0 t1-0 t1-1', c1: 't0-1 t1-2 t1-3' });
});

test('round robin goes on from topic to topic', () => {
  expect(several(roundRobinAssignor, [3, 3], 'c0 c1')).toEqual({ c0: 't0-0 t0-2 t1-1', c1: 't0-1 t1-0 t1-2' });
  expect(several(roundRobinAssignor, [3, 3, 3], 'c0 c1')).toEqual({
    c0: 't0-0 t0-2 t1-1 t2-0 t2-2',
    c1: 't0-1 t1-0 t1-2 t2-1',
  });
  expect(several(roundRobinAssignor, [2, 4], 'c0 c1')).toEqual({ c0: 't0-0 t1-0 t1-2', c1: 't0-1 t1-1 t1-3' });
  expect(several(roundRobinAssignor, [2, 2, 2, 2], 'c0 c1 c2')).toEqual({
    c0: 't0-0 t1-1 t3-0',
    c1: 't0-1 t2-0 t3-1',
    c2: 't1-0 t2-1',
  });
});

test('members that read different topics: both assignors as Kafka’s own gave them', () => {
  const reads = { c0: 't0', c1: 't0 t1', c2: 't0 t1 t2' };
  const expected = { c0: 't0-0', c1: 't1-0', c2: 't1-1 t2-0 t2-1 t2-2' };
  expect(several(rangeAssignor, [1, 2, 3], 'c0 c1 c2', reads)).toEqual(expected);
  expect(several(roundRobinAssignor, [1, 2, 3], 'c0 c1 c2', reads)).toEqual(expected);
});

test('range, 6 partitions: when c2 of three leaves, nothing moves between the others', () => {
  expect(range(6, 'c1 c2 c3')).toEqual({ c1: [0, 1], c2: [2, 3], c3: [4, 5] });
  expect(range(6, 'c1 c3')).toEqual({ c1: [0, 1, 2], c3: [3, 4, 5] });
});
