import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Reading } from './reading';
import { SceneReader } from './scene/seek';
import { ledgerOf } from './ledger';
import { sentence, tellingOf } from './sentences';
import { Steps, type StepOptions } from './steps';
import { ackLost } from './testing/ackLost';
import { anyTrace } from './testing/anyTrace';
import type { TraceWriter } from './testing/writer';

function walk(writer: TraceWriter, options: StepOptions = {}): number[] {
  const steps = new Steps(new Reading(writer.trace, writer.header()));
  const stops: number[] = [];
  for (let seq = steps.nextStep(0, options); seq !== null; seq = steps.nextStep(seq, options)) stops.push(seq);
  return stops;
}

describe('the steps of the transport', () => {
  const writer = ackLost();
  const reading = new Reading(writer.trace, writer.header());
  const steps = new Steps(reading);
  const telling = tellingOf(reading);
  const said = (options: StepOptions) =>
    walk(writer, options).map((stop) => sentence(telling, steps.stepAt(stop, options)!));

  test('of one message read as its story', () => {
    expect(said({ message: 1 }).slice(8)).toEqual([
      'Payment Worker 1, order 2: charge the customer.',
      'Payment Worker 1 writes order 2.',
      'Database gets the row of order 2.',
      'Payment Worker 1 charges order 2.',
      'Payment Worker 1 acks order 2.',
      'You lose the ack of order 2 from Payment Worker 1.',
      'Order 2 goes back to payments.',
      'RabbitMQ delivers order 2 to Payment Worker 2.',
      'Payment Worker 2 has order 2 in hand.',
      'Payment Worker 2, order 2: charge the customer.',
      'Payment Worker 2 writes order 2.',
      'Database gets the row of order 2.',
      'Payment Worker 2 charges order 2 again: it is charged twice.',
      'Payment Worker 2 acks order 2.',
      'RabbitMQ forgets order 2.',
    ]);
  });

  test('heartbeats are steps only when asked for', () => {
    expect(said({})).not.toContain('RabbitMQ is alive.');
    expect(said({ showQuiet: true })).toContain('RabbitMQ is alive.');
  });

  test('the arrival of a delivery shows it in the hand at once', () => {
    const stop = walk(writer).find(
      (seq) => sentence(telling, steps.stepAt(seq)!) === 'Payment Worker 1 has order 1 in hand.',
    )!;
    expect(new SceneReader(writer.trace, writer.header()).atSeq(stop).places[3]!.count).toBe(1);
  });

  test('before the first there is nothing, after the last neither', () => {
    expect(steps.previousStep(0)).toBeNull();
    expect(steps.previousStep(walk(writer)[0]!)).toBe(0);
    expect(steps.nextStep(writer.trace.length)).toBeNull();
    expect(steps.stepAt(0)).toBeNull();
  });
});

// Goal: back undoes forward, and stepping claims nothing that it takes back. Method: random traces.
describe('stepping', () => {
  test('back goes through the same stops as forward', () => {
    fc.assert(
      fc.property(anyTrace(), fc.boolean(), (writer, showQuiet) => {
        const steps = new Steps(new Reading(writer.trace, writer.header()));
        const stops = walk(writer, { showQuiet });
        const back: number[] = [];
        for (let seq = stops.at(-1) ?? 0; seq > 0; seq = steps.previousStep(seq, { showQuiet })!) back.unshift(seq);
        expect(back).toEqual(stops);
      }),
    );
  });

  test('forward and back again shows the same scene', () => {
    fc.assert(
      fc.property(anyTrace(), fc.nat(60), (writer, start) => {
        const steps = new Steps(new Reading(writer.trace, writer.header()));
        const reader = new SceneReader(writer.trace, writer.header(), { spacing: 8 });
        const stops = walk(writer);
        const here = stops[start];
        if (here === undefined) return;
        const before = structuredClone(ledgerOf(reader.atSeq(here)));
        const on = steps.nextStep(here);
        if (on === null) return;
        reader.atSeq(on);
        expect(steps.previousStep(on)).toBe(here);
        expect(ledgerOf(reader.atSeq(here))).toEqual(before);
      }),
    );
  });
});
