import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fault, FaultWhat, FaultWhen } from './faults/fault';
import { Simulation } from './simulation';
import { CLIENT, lines, SERVER, toySpec, type ToyOptions } from './testing/toy';
import { word } from './trace/words';
import { NONE } from './units';

const run = (options: ToyOptions) => new Simulation(toySpec(options)).run();
const logOf = (simulation: Simulation, node: number) => (simulation.world.nodes[node]!.disk as { log: string[] }).log;
const packet = (kind: string, nth: number, from = NONE): FaultWhen => ({
  kind: 'packet',
  whats: [word(kind)],
  from,
  to: NONE,
  message: null,
  nth,
  every: false,
});
const fault = (when: FaultWhen, what: FaultWhat): Fault => ({ when, what });
const at = (time: number): FaultWhen => ({ kind: 'at', at: time });

describe('a connection', () => {
  test('keeps order and answers one latency later, and the run settles when nothing is left to come', () => {
    const simulation = run({});
    expect(logOf(simulation, CLIENT)).toEqual(['20000 opened', '120000 pong 1', '220000 pong 2', '320000 pong 3']);
    expect(simulation.ended).toBe('settled');
  });

  test('cannot lose one packet: it resets, both ends learn a latency later, and what follows is lost', () => {
    // Pings each 2 ms: when the second is lost half-way, the third is behind it and a pong is coming back.
    const simulation = run({
      pings: 4,
      every: 2_000,
      faults: [fault(packet('ping', 2), { kind: 'lose', along: 0.5 })],
    });
    // The connection opens at 20 ms; ticks before that are dropped by the client itself.
    expect(logOf(simulation, CLIENT).slice(0, 4)).toEqual([
      '2000 dropped 1',
      '4000 dropped 2',
      '6000 dropped 3',
      '8000 dropped 4',
    ]);
    const late = run({ pings: 14, every: 2_000, faults: [fault(packet('ping', 2), { kind: 'lose', along: 0.5 })] });
    const text = lines(late.trace, 'node');
    expect(text).toContain('27000 lost #1 lost');
    expect(text).toContain('27000 lost #2 reset');
    expect(text).toContain('27000 connection reset');
    expect(logOf(late, SERVER).slice(0, 2)).toEqual(['30000 ping 10', '37000 closed']);
    expect(logOf(late, CLIENT)).toContain('37000 closed');
  });

  describe('of which one end does not read', () => {
    // Pings each 100 ms from 100 ms on, 10 ms under way; the server reads nothing for 250 ms after the first.
    const deaf = { deafAfter: 1, deafFor: 250_000 };

    test('keeps what comes until it is read, in order, and the run stays open for it', () => {
      const simulation = run({ pings: 4, deaf });
      expect(logOf(simulation, SERVER)).toEqual(['110000 ping 1', '360000 ping 2', '360000 ping 3', '410000 ping 4']);
      expect(logOf(simulation, CLIENT).slice(1)).toEqual([
        '120000 pong 1',
        '370000 pong 2',
        '370000 pong 3',
        '420000 pong 4',
      ]);
      expect(simulation.ended).toBe('settled');
    });

    test('reads what comes at the very moment behind what came before', () => {
      const simulation = run({ pings: 4, deaf: { deafAfter: 1, deafFor: 200_000 } });
      expect(logOf(simulation, SERVER).map((line) => line.split(' ')[2])).toEqual(['1', '2', '3', '4']);
    });

    test('loses what was not read when it breaks', () => {
      const simulation = run({ pings: 4, deaf, faults: [fault(packet('ping', 3), { kind: 'lose', along: 0.5 })] });
      expect(lines(simulation.trace, 'node').filter((line) => line.includes('lost'))).toEqual([
        '305000 lost #3 lost',
        '315000 lost #2 closed',
      ]);
    });

    test('and whose process dies has not read it either', () => {
      const simulation = run({
        pings: 4,
        deaf,
        faults: [fault(at(250_000), { kind: 'crash', node: SERVER, forMicros: NONE })],
      });
      expect(lines(simulation.trace, 'node')).toContain('250000 lost #2 receiver-down');
    });

    test('keeps them through a cut', () => {
      const cut = fault(at(250_000), { kind: 'cut', a: CLIENT, b: SERVER, forMicros: 500_000 });
      const simulation = run({ pings: 4, deaf, faults: [cut] });
      expect(logOf(simulation, SERVER).slice(0, 2)).toEqual(['110000 ping 1', '360000 ping 2']);
      expect(logOf(simulation, SERVER).map((line) => line.split(' ')[2])).toEqual(['1', '2', '3', '4']);
    });

    test('can be copied and continued from any moment', () => {
      const whole = run({ pings: 4, deaf });
      const halves = new Simulation(toySpec({ pings: 4, deaf }));
      halves.runUntil(300_000);
      const snapshot = halves.snapshot();
      halves.run();
      halves.restore(snapshot);
      expect(halves.run().trace.digest()).toBe(whole.trace.digest());
    });
  });

  test('what goes before the lost packet in its direction arrives', () => {
    const simulation = run({ pings: 14, every: 2_000, faults: [fault(packet('ping', 3), { kind: 'lose', along: 0 })] });
    expect(logOf(simulation, SERVER).filter((line) => line.includes('ping'))).toEqual([
      '30000 ping 10',
      '32000 ping 11',
    ]);
  });

  test('a delay holds back what is behind it in that direction', () => {
    const simulation = run({
      pings: 13,
      every: 2_000,
      faults: [fault(packet('ping', 1), { kind: 'delay', by: 30_000 })],
    });
    expect(logOf(simulation, SERVER)).toEqual(['60000 ping 10', '60000 ping 11', '60000 ping 12', '60000 ping 13']);
  });

  test('is refused where nobody is up, one round trip later', () => {
    const simulation = run({ pings: 0, faults: [fault(at(0), { kind: 'crash', node: SERVER, forMicros: 40_000 })] });
    expect(logOf(simulation, CLIENT)).toEqual(['20000 refused', '90000 opened']);
  });

  test('a cut is silence: packets wait and arrive after the healing', () => {
    const simulation = run({ faults: [fault(at(105_000), { kind: 'cut', a: CLIENT, b: SERVER, forMicros: 500_000 })] });
    expect(logOf(simulation, SERVER)).toEqual(['615000 ping 1', '615000 ping 2', '615000 ping 3']);
    expect(logOf(simulation, CLIENT)).not.toContain('closed');
  });
});

describe('a node', () => {
  test('that crashes loses its memory, keeps its disk, and its peer sees a reset one latency later', () => {
    const simulation = run({ faults: [fault(at(150_000), { kind: 'crash', node: SERVER, forMicros: 100_000 })] });
    expect(logOf(simulation, CLIENT)).toEqual([
      '20000 opened',
      '120000 pong 1',
      '160000 closed',
      '210000 dropped 2',
      '220000 refused',
      '290000 opened',
      '330000 pong 3',
    ]);
  });

  test('that is paused hears all at once when it wakes', () => {
    const simulation = run({ faults: [fault(at(105_000), { kind: 'pause', node: SERVER, forMicros: 300_000 })] });
    expect(logOf(simulation, SERVER)).toEqual(['405000 ping 1', '405000 ping 2', '405000 ping 3']);
  });
});

describe('a request link', () => {
  test('loses one request and tells nobody', () => {
    const simulation = run({ over: 'request', faults: [fault(packet('ping', 2), { kind: 'lose', along: 0.5 })] });
    expect(logOf(simulation, CLIENT)).toEqual(['120000 pong 1', '320000 pong 3']);
  });

  test('can lose a response: the server has done it, the client does not know', () => {
    const simulation = run({ over: 'request', faults: [fault(packet('pong', 1), { kind: 'lose', along: 0.5 })] });
    expect(logOf(simulation, SERVER)).toHaveLength(3);
    expect(logOf(simulation, CLIENT)).toEqual(['220000 pong 2', '320000 pong 3']);
  });

  test('can repeat a request: it is done twice, and heard once', () => {
    const simulation = run({ over: 'request', faults: [fault(packet('ping', 1), { kind: 'duplicate', by: 5_000 })] });
    expect(logOf(simulation, SERVER).slice(0, 2)).toEqual(['110000 ping 1', '115000 ping 1']);
    expect(logOf(simulation, CLIENT)[0]).toBe('120000 pong 1');
    expect(logOf(simulation, CLIENT)).toHaveLength(3);
  });

  test('to a process that is not there is refused, one latency later', () => {
    const down = fault(at(150_000), { kind: 'crash', node: SERVER, forMicros: 100_000 });
    const simulation = run({ over: 'request', faults: [down] });
    expect(logOf(simulation, CLIENT)).toEqual(['120000 pong 1', '220000 refused', '320000 pong 3']);
  });

  test('over a cut link is lost, and nobody is told', () => {
    const cut = fault(at(150_000), { kind: 'cut', a: CLIENT, b: SERVER, forMicros: 100_000 });
    const simulation = run({ over: 'request', faults: [cut] });
    expect(logOf(simulation, CLIENT)).toEqual(['120000 pong 1', '320000 pong 3']);
  });
});

test('a fault that finds no occasion is reported as such', () => {
  const simulation = run({ faults: [fault(packet('ping', 99), { kind: 'lose', along: 0.5 })] });
  expect(simulation.faults).toEqual([{ matches: 3, fired: false, at: NONE }]);
});

const anyWhat: fc.Arbitrary<FaultWhat> = fc.oneof(
  fc
    .constantFrom(CLIENT, SERVER)
    .chain((node) =>
      fc.constantFrom<FaultWhat>(
        { kind: 'crash', node, forMicros: 70_000 },
        { kind: 'pause', node, forMicros: 90_000 },
      ),
    ),
  fc.constant<FaultWhat>({ kind: 'cut', a: CLIENT, b: SERVER, forMicros: 120_000 }),
);
const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ when: fc.integer({ min: 0, max: 1_000_000 }).map(at), what: anyWhat }),
  fc.record({
    when: fc
      .record({ kind: fc.constantFrom('ping', 'pong'), nth: fc.integer({ min: 1, max: 8 }) })
      .map(({ kind, nth }) => packet(kind, nth)),
    what: fc.oneof(
      fc.constant<FaultWhat>({ kind: 'lose', along: 0.4 }),
      fc.constant<FaultWhat>({ kind: 'delay', by: 33_000 }),
    ),
  }),
);
const anyToy: fc.Arbitrary<ToyOptions> = fc.record({
  pings: fc.integer({ min: 0, max: 20 }),
  every: fc.constantFrom(1_000, 20_000, 100_000),
  seed: fc.nat(),
  loss: fc.constantFrom(0, 0.1),
  over: fc.constantFrom('connection' as const, 'request' as const),
  latency: fc.constant({ kind: 'exponential', mean: 5_000, min: 3_000 } as const),
  faults: fc.array(anyFault, { maxLength: 4 }),
});

describe('for any faults', () => {
  test('the same run twice has one digest, kept or not', () => {
    fc.assert(
      fc.property(anyToy, (options) => {
        const kept = run(options);
        const dropped = new Simulation(toySpec(options), { keepTrace: false }).run();
        expect(dropped.trace.digest()).toBe(kept.trace.digest());
        expect(dropped.world.events).toBe(kept.world.events);
      }),
    );
  });

  test('a snapshot and the rest is the straight run', () => {
    fc.assert(
      fc.property(anyToy, fc.nat({ max: 60 }), (options, events) => {
        const straight = run(options);
        const simulation = new Simulation(toySpec(options));
        simulation.advance(events);
        const snapshot = simulation.snapshot();
        expect(simulation.run().trace.digest()).toBe(straight.trace.digest());
        simulation.restore(snapshot);
        expect(simulation.run().trace.digest()).toBe(straight.trace.digest());
      }),
    );
  });

  test('each packet sent arrives or is lost, once', () => {
    fc.assert(
      fc.property(anyToy, (options) => {
        const ends = new Map<number, number>();
        for (const record of run(options).trace.records()) {
          if (record.kind === 'sent') ends.set(record.packet, 0);
          if (record.kind === 'arrived' || record.kind === 'lost')
            ends.set(record.packet, ends.get(record.packet)! + 1);
        }
        expect([...ends.values()].filter((count) => count !== 1)).toEqual([]);
      }),
    );
  });

  test('time never falls, and a cause stands before its consequence', () => {
    fc.assert(
      fc.property(anyToy, (options) => {
        let before = 0;
        for (const { at: now, cause, seq } of run(options).trace.records()) {
          expect(now).toBeGreaterThanOrEqual(before);
          expect(cause).toBeLessThan(seq);
          before = now;
        }
      }),
    );
  });
});
