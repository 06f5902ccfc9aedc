import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run } from '../../runs/run';
import { catalogue } from '../../scenario/catalogue';
import { load } from '../../scenario/load';
import { beliefOf, BELIEFS } from '../beliefs';
import { OUTCOMES, outcomeOf } from '../outcomes';
import { NONE } from '../../engine/units';
import type { Scene } from './scene';
import { SceneReader } from './seek';

// Goal: what is kept while records are folded is what counting all messages anew gives.
// Method: scenarios with faults of their own, moments and steps in any order, with key frames close together.

function countedAnew(scene: Scene, subscriptions: number): number[] {
  const counts = new Array<number>(subscriptions * BELIEFS.length * OUTCOMES.length).fill(0);
  for (const message of scene.messages)
    for (const row of message.subscriptions) {
      const belief = row.subscription * BELIEFS.length + BELIEFS.indexOf(beliefOf(message));
      counts[belief * OUTCOMES.length + OUTCOMES.indexOf(outcomeOf(scene, message, row))]! += 1;
    }
  return counts;
}

const keptOf = (scene: Scene, subscriptions: number): number[] =>
  Array.from({ length: subscriptions }, (_, id) =>
    BELIEFS.flatMap((belief) => OUTCOMES.map((outcome) => scene.census.count(scene, id, outcome, belief))),
  ).flat();

function check(scene: Scene, subscriptions: number, nodes: readonly number[], nodeOf: (message: number) => number) {
  expect(keptOf(scene, subscriptions)).toEqual(countedAnew(scene, subscriptions));
  for (const outcome of OUTCOMES) {
    const found = scene.messages
      .filter((message) => message.subscriptions.some((row) => outcomeOf(scene, message, row) === outcome))
      .map(({ message }) => message);
    expect([...scene.census.find(scene, outcome, NONE)], outcome).toEqual(found);
    expect([...scene.census.find(scene, outcome, NONE, true)].reverse(), outcome).toEqual(found);
  }
  for (const node of nodes)
    for (const belief of BELIEFS)
      expect(scene.census.toldOf(scene, node, belief)).toBe(
        scene.messages.filter((message) => message.belief === belief && nodeOf(message.message) === node).length,
      );
}

describe('the census', () => {
  test.each(['at-least-once', 'at-most-once-consumer', 'user-signup', 'order-events', 'poison-message'])(
    'of %s is that of its rows',
    (id) => {
      const file = catalogue.find((one) => one.id === id)!;
      const { trace, header } = run(load(file));
      const nodes = header.nodes.map((node) => node.id);
      const nodeOf = (message: number): number => header.messages[message]!.node;
      fc.assert(
        fc.property(fc.array(fc.nat(trace.length), { minLength: 1, maxLength: 12 }), fc.boolean(), (seqs, steps) => {
          const reader = new SceneReader(trace, header, { spacing: 37 });
          for (const seq of seqs) {
            const scene = steps ? reader.atSeq(seq) : reader.at(seq === 0 ? 0 : trace.timeAt(seq - 1));
            check(scene, header.subscriptions.length, nodes, nodeOf);
          }
        }),
        { numRuns: 25 },
      );
    },
  );
});
