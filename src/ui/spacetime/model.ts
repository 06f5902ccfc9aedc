import { readFlights, type Flights } from '../../analysis/spacetime/flights';
import { CutReader, type Cut } from '../../analysis/spacetime/cuts';
import { readLives, type Lives } from '../../analysis/spacetime/lives';
import { atOnce, SLICE, type Work } from '../../analysis/work';
import { KIND } from '../../engine/trace/record';
import { NONE, type MessageId, type Micros, type NodeId, type PlaceId, type Seq } from '../../engine/units';
import type { Run } from '../app/runStore';

/** An effect, on the line of the table's node. */
export interface EffectMark {
  readonly seq: Seq;
  readonly at: Micros;
  readonly node: NodeId;
  readonly place: PlaceId;
  readonly message: MessageId;
  /** Not the first of its message. */
  readonly again: boolean;
}

/** All that the diagram of a run is drawn from. */
export interface SpaceModel {
  readonly run: Run;
  readonly flights: Flights;
  readonly lives: Lives;
  /** Links that were cut, in the order in which they were. */
  readonly cuts: readonly Cut[];
  readonly effects: readonly EffectMark[];
  /** Of those, the ones that are not the first of their message. */
  readonly again: readonly EffectMark[];
  /** Moments at which faults struck. */
  readonly faults: readonly { readonly seq: Seq; readonly at: Micros }[];
  /** Nodes as they stand: producers first, tables last. */
  readonly order: readonly NodeId[];
}

const COLUMNS = ['producer', 'service', 'broker', 'consumer', 'store'] as const;
const known = new WeakMap<Run, SpaceModel>();

/** The same at once: for pictures and tests. */
export const modelOf = (run: Run): SpaceModel => atOnce(readModel(run));

/** Read from the trace once a run, when the diagram is first opened. */
export function* readModel(run: Run): Work<SpaceModel> {
  const before = known.get(run);
  if (before !== undefined) return before;
  const { trace, header, reading } = run;
  const effects: EffectMark[] = [];
  const faults: SpaceModel['faults'][number][] = [];
  const cuts = new CutReader(trace);
  for (let seq = 0; seq < trace.length; seq += 1) {
    if (seq % SLICE === SLICE - 1) yield;
    const kind = trace.kindAt(seq);
    cuts.take(seq);
    if (kind === KIND.fault) faults.push({ seq, at: trace.timeAt(seq) });
    if (kind !== KIND.effect) continue;
    const place = trace.field(seq, 'c');
    effects.push({
      seq,
      at: trace.timeAt(seq),
      node: header.places[place]?.node ?? NONE,
      place,
      message: trace.field(seq, 'a'),
      again: reading.previousEffect(seq) !== NONE,
    });
  }
  cuts.close(trace.length === 0 ? 0 : trace.timeAt(trace.length - 1));
  const model: SpaceModel = {
    run,
    cuts: cuts.cuts,
    flights: yield* readFlights(
      reading,
      run.scenario.faults.map(({ along }) => along),
    ),
    lives: yield* readLives(trace, header),
    effects,
    again: effects.filter(({ again }) => again),
    faults,
    order: header.nodes
      .map(({ id, column }) => ({ id, column: COLUMNS.indexOf(column) }))
      .sort((a, b) => a.column - b.column || a.id - b.id)
      .map(({ id }) => id),
  };
  known.set(run, model);
  return model;
}
