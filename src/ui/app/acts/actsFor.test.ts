import { describe, expect, test } from 'vitest';
import { KIND } from '../../../engine/trace/record';
import { NONE } from '../../../engine/units';
import type { FaultFile } from '../../../scenario/schema/faults';
import { finishRun, startRun } from '../../../runs/run';
import { viewOf } from '../../../runs/view';
import { catalogue } from '../../../scenario/catalogue';
import { load } from '../../../scenario/load';
import { toRun } from '../preparing';
import type { Run } from '../runStore';
import type { Selection } from '../selectionStore';
import type { Act, Moment } from './act';
import { actOfKey, actsFor } from './actsFor';
import { wordsOf } from './occurrence';

/** A run of a built-in scenario as the page would get it, without a worker. */
function runOf(id: string, faults: readonly FaultFile[] = []): Run {
  const loaded = load(
    catalogue.find((file) => file.id === id)!,
    { faults },
  );
  const { trace, header, summary } = finishRun(loaded, startRun(loaded).run());
  const request = { source: { id }, variant: null, seed: null, settings: [], faults };
  return toRun(request, {
    kind: 'run',
    scenario: viewOf(loaded),
    header,
    chunks: trace.chunks,
    records: trace.length,
    summary,
  });
}

const momentOf = (run: Run, at: number): Moment => ({ scene: run.reader.at(at), header: run.header, trace: run.trace });

/** The middle of the way of each packet of a role, with the packet. */
function packetsOf(run: Run, role: string): { packet: number; middle: number }[] {
  const found: { packet: number; middle: number }[] = [];
  for (let seq = 0; seq < run.trace.length; seq += 1) {
    if (run.trace.kindAt(seq) !== KIND.sent || wordsOf(run.header, run.trace.field(seq, 'b'))?.role !== role) continue;
    const packet = run.trace.field(seq, 'a');
    const ended = run.reading.packets.ended(packet);
    found.push({ packet, middle: (run.trace.timeAt(seq) + run.trace.timeAt(ended)) / 2 });
  }
  return found;
}

const rowsBefore = (run: Run, at: number): string[] =>
  [...run.trace.records(0, run.trace.firstAt(at))].map((record) => JSON.stringify(record));

describe('what a click on a packet does', () => {
  // Goal: the fault that a click writes hits exactly that packet, and what has been seen stays as it was.
  // Method: each ack of a run, grabbed in the middle of its way; the run again with the fault; the traces compared.
  const before = runOf('at-least-once');
  test.each(packetsOf(before, 'settle'))('loses packet $packet and nothing before $middle µs', ({ packet, middle }) => {
    const act = actOfKey(actsFor({ kind: 'packet', packet }, momentOf(before, middle)), 'L')!;
    const after = runOf('at-least-once', [act.fault]);
    const fault = [...after.trace.records()].find((record) => record.kind === 'fault');
    expect(fault).toMatchObject({ packet });
    expect(fault!.at).toBeGreaterThanOrEqual(Math.floor(middle));
    expect(rowsBefore(after, middle)).toEqual(rowsBefore(before, middle));
  });

  test('counts among packets of one name: the second delivery of a message is its second', () => {
    const lost = runOf('at-least-once', [{ when: { packet: 'ack', message: 'order-3', nth: 1 }, what: 'lose' }]);
    const acks = packetsOf(lost, 'settle').filter(
      ({ packet }) => lost.trace.field(lost.reading.packets.sent(packet), 'e') === 2,
    );
    expect(acks).toHaveLength(2);
    const again = acks[1]!;
    const { fault } = actOfKey(actsFor({ kind: 'packet', packet: again.packet }, momentOf(lost, again.middle)), 'L')!;
    const after = runOf('at-least-once', [...lost.scenario.faults, fault]);
    const struck = [...after.trace.records()].filter((record) => record.kind === 'fault');
    expect(struck.map(({ packet }) => packet)).toEqual([acks[0]!.packet, again.packet]);
  });
});

describe('acts on a connection', () => {
  const run = runOf('at-least-once');
  const [{ packet, middle }] = packetsOf(run, 'settle') as [{ packet: number; middle: number }];
  const acts = actsFor({ kind: 'packet', packet }, momentOf(run, middle));

  test('begin with the likeliest', () => {
    expect(acts.map(({ kind }) => kind)).toEqual(['lose', 'delay', 'duplicate', 'crash', 'crash', 'cut']);
  });
  test('say why a packet cannot be duplicated', () => {
    expect(acts.find(({ kind }) => kind === 'duplicate')!.disabled).toMatch(/^TCP carries each packet once/);
  });
  test('have one act a key', () => {
    const keys = acts.map(({ key }) => key).filter((key) => key !== null);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('a node', () => {
  const run = runOf('at-least-once');
  const [{ middle }] = packetsOf(run, 'settle') as [{ packet: number; middle: number }];
  const node = run.header.nodes.findIndex(({ name }) => name === 'payment-1');
  const select: Selection = { kind: 'node', node };
  const after = (act: Act, at: number) => momentOf(runOf('at-least-once', [act.fault]), at);

  test.each([
    ['X', 'down', 'restart'],
    ['Z', 'paused', 'resume'],
  ])('by %s is %s a moment later, and %s is offered then', (key, state, back) => {
    const act = actOfKey(actsFor(select, momentOf(run, middle)), key)!;
    const later = after(act, middle + 10);
    expect(later.scene.nodes[node]!.state).toBe(state);
    expect(actOfKey(actsFor(select, later), key)!.kind).toBe(back);
  });

  test('that works can crash right before its next step', () => {
    const working = [...run.trace.records()].find(
      (record) => record.kind === 'clock' && record.node === node && record.message !== NONE,
    )!;
    const act = actsFor(select, momentOf(run, working.at + 1)).find(({ id }) => id === 'crash-before-step')!;
    expect(act.fault.when).toMatchObject({ step: 'insert', of: 'payment-1', edge: 'before' });
    const rerun = runOf('at-least-once', [act.fault]);
    expect(rerun.summary.faults[0]!.at).toBeGreaterThan(working.at);
    expect(rowsBefore(rerun, working.at)).toEqual(rowsBefore(run, working.at));
  });
});

test('a link that is cut can be healed', () => {
  const cut: FaultFile = { when: { at: '2s' }, what: 'cut', whom: ['payment-1', 'rabbitmq'] };
  const run = runOf('at-least-once', [cut]);
  const a = run.header.nodes.findIndex(({ name }) => name === 'rabbitmq');
  const b = run.header.nodes.findIndex(({ name }) => name === 'payment-1');
  const link: Selection = { kind: 'link', a, b };
  expect(actOfKey(actsFor(link, momentOf(run, 1_900_000)), 'C')!.kind).toBe('cut');
  expect(actOfKey(actsFor(link, momentOf(run, 2_100_000)), 'C')!.kind).toBe('heal');
});
