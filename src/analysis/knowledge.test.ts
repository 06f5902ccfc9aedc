import { describe, expect, test } from 'vitest';
import { run } from '../runs/run';
import { catalogue } from '../scenario/catalogue';
import { load } from '../scenario/load';
import { copyTree } from './copyTree';
import { knowledgeOf } from './knowledge';
import { Reading } from './reading';
import { SceneReader } from './scene/seek';
import { tellingOf } from './sentences';
import { connectionBetween, connectionStory, nodeStory, packetStory } from './storyOfThing';

function set(id: string) {
  const { trace, header } = run(load(catalogue.find((file) => file.id === id)!));
  const reading = new Reading(trace, header);
  return { reading, trace, header, reader: new SceneReader(trace, header), telling: tellingOf(reading) };
}

describe('who knew what', () => {
  const { reading, header, reader } = set('at-least-once');
  const node = (title: string) => header.nodes.find((one) => one.title === title)!.id;
  /** Of order 3, at a moment in seconds. */
  const third = (title: string, seconds: number) =>
    knowledgeOf(reading, reader.at(seconds * 1_000_000), node(title)).find(
      ({ message }) => header.messages[message]!.number === 3,
    )!;

  test('after the ack is lost, the worker has done it and the broker cannot know', () => {
    expect(third('Payment Worker 3', 2.2)).toMatchObject({ belief: 'done', blind: null });
    expect(third('RabbitMQ', 2.2)).toMatchObject({ belief: 'unacked', blind: 'it is done' });
    expect(third('Order Service', 2.2)).toMatchObject({ belief: 'told yes', blind: null });
    expect(third('payments', 2.2)).toMatchObject({ belief: '1 row in payments' });
    expect(third('Payment Worker 1', 2.2).belief).toBeNull();
  });

  test('the second worker cannot know that another has done it', () => {
    expect(third('Payment Worker 1', 2.8)).toMatchObject({ belief: 'at work: pricing', blind: 'another has done it' });
    expect(third('payments', 3)).toMatchObject({ belief: '2 rows in payments' });
  });

  test('in the end the broker has forgotten all of it', () => {
    expect(third('RabbitMQ', 60)).toMatchObject({ belief: 'forgotten', blind: null });
  });

  test('a crashed process knows nothing', () => {
    const { reading: own, trace, header: names, reader: scenes } = set('resilience');
    const crash = Array.from({ length: trace.length }, (_, seq) => trace.record(seq)).find(
      (record) => record.kind === 'fault' && record.node !== -1,
    );
    if (crash?.kind !== 'fault') throw new Error('nothing crashes in this scenario');
    expect(names.nodes[crash.node]).toBeDefined();
    const known = knowledgeOf(own, scenes.at(crash.at + 1), crash.node);
    if (names.nodes[crash.node]!.column === 'consumer')
      expect(known.filter(({ belief }) => belief !== null)).toEqual([]);
  });
});

describe('the tree of copies', () => {
  const { telling, trace, reading } = set('at-least-once');
  const lines = copyTree(telling, 2, trace.length);

  test('holds each copy once, under the one it was made from', () => {
    expect(new Set(lines.map(({ copy }) => copy)).size).toBe(lines.length);
    lines.forEach(({ copy, depth }, index) => {
      const parent = reading.copies.parent(copy);
      const above = lines.slice(0, index).findLast((line) => line.depth < depth);
      expect(above?.copy ?? -1).toBe(parent);
    });
  });

  test('shows where the lines of the two charges part: at what the broker kept', () => {
    expect(lines.filter(({ mark }) => mark === 'effect')).toHaveLength(1);
    expect(lines.filter(({ mark }) => mark === 'again')).toHaveLength(1);
    expect(lines.filter(({ parts }) => parts).map(({ sentence }) => sentence)).toEqual([
      'RabbitMQ keeps its copy of order 3 until it is acked.',
    ]);
  });

  test('is told only as far as the moment goes', () => {
    const early = copyTree(telling, 2, Math.floor(trace.length / 3));
    expect(early.length).toBeLessThan(lines.length);
    for (const { seq, end } of early) expect(Math.max(seq, end?.seq ?? 0)).toBeLessThan(trace.length / 3);
  });
});

describe('stories of other things', () => {
  const { telling, trace, header } = set('at-least-once');
  const say = (beats: readonly { readonly sentence: string }[]) => beats.map(({ sentence }) => sentence);
  const lost = Array.from({ length: trace.length }, (_, seq) => seq)
    .map((seq) => trace.record(seq))
    .find((record) => record.kind === 'lost');
  const worker = header.nodes.find(({ title }) => title === 'Payment Worker 3')!.id;
  const broker = header.nodes.find(({ column }) => column === 'broker')!.id;

  test('a packet: what led to it, how it ended, what came of that', () => {
    if (lost?.kind !== 'lost') throw new Error('nothing is lost');
    const story = say(packetStory(telling, lost.packet, trace.length));
    expect(story).toContain('Payment Worker 3 acks order 3.');
    expect(story).toContain('You lose the ack of order 3 from Payment Worker 3.');
    expect(story.indexOf('Payment Worker 3 acks order 3.')).toBeLessThan(story.length - 1);
  });

  test('a node and its connection tell of the break', () => {
    const breaks = expect.stringMatching(/^The connection between Payment Worker 3 and RabbitMQ breaks/);
    expect(say(nodeStory(telling, worker, trace.length))).toContainEqual(breaks);
    const connection = connectionBetween(telling, worker, broker, trace.firstAt(2_200_000));
    expect(say(connectionStory(telling, connection, trace.length))).toContainEqual(breaks);
  });

  test('nothing is told that has not happened yet', () => {
    const before = Math.floor(trace.length / 2);
    for (const { seq } of nodeStory(telling, worker, before)) expect(seq).toBeLessThan(before);
  });
});
