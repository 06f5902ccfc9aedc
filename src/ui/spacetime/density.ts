import type { NodeId } from '../../engine/units';
import type { Drawing } from './draw';
import type { Frame } from './frame';
import type { SpaceModel } from './model';

/** So many packets are drawn one by one; of more, how many there are. */
export const FLIGHTS_MAX = 2_500;
/** Pixels that share a count. */
const BIN_PX = 3;
/** Bins over the whole run, counted once: from so many packets on, a window is summed up from them. */
const BINS = 16_384;
const MANY = 60_000;

/** Packets that leave or reach each node, by bin of shown time. */
interface Counts {
  readonly bins: number;
  readonly byNode: ReadonlyMap<NodeId, Float64Array>;
}

const wholes = new WeakMap<SpaceModel, Counts>();

/** A band around each node's line, as thick as much goes to and from it. */
export function drawDensity({ model, frame, ink, pen }: Drawing): void {
  const counts = countsIn(model, frame);
  let most = 1;
  for (const column of counts.byNode.values()) for (const count of column) most = Math.max(most, count);
  const half = Math.max(3, frame.row * 0.42);
  const unit = frame.length / counts.bins;
  for (const node of model.order) {
    const column = counts.byNode.get(node);
    if (column === undefined) continue;
    const across = frame.across(node);
    const there: number[] = [];
    const back: number[] = [];
    column.forEach((count, bin) => {
      // The root, so that a little still shows beside a lot.
      const thick = half * Math.sqrt(count / most);
      for (const along of [bin * unit, (bin + 1) * unit]) {
        there.push(frame.x(along, across - thick), frame.y(along, across - thick));
        back.unshift(frame.x(along, across + thick), frame.y(along, across + thick));
      }
    });
    pen.path([...there, ...back], { fill: ink.ink3, alpha: 0.45 });
  }
}

function countsIn(model: SpaceModel, frame: Frame): Counts {
  const { flights } = model;
  const bins = Math.max(1, Math.ceil(frame.length / BIN_PX));
  const [from, to] = frame.times;
  if (flights.spans.startsIn(from, to) <= MANY)
    return count(model, bins, from, to, (time) => frame.along(time) / frame.length);
  return summed(whole(model, frame), frame, bins);
}

/** The whole run in fine bins; the same for every window, so counted once. */
function whole(model: SpaceModel, { folding }: Frame): Counts {
  const before = wholes.get(model);
  if (before !== undefined) return before;
  const counts = count(model, BINS, 0, folding.end, (time) => folding.toShown(time) / folding.length);
  wholes.set(model, counts);
  return counts;
}

function count(model: SpaceModel, bins: number, from: number, to: number, share: (time: number) => number): Counts {
  const { flights, order } = model;
  const byNode = new Map(order.map((node) => [node, new Float64Array(bins)]));
  const add = (node: NodeId, time: number): void => {
    const bin = Math.floor(share(time) * bins);
    const column = byNode.get(node);
    if (column !== undefined && bin >= 0 && bin < bins) column[bin]! += 1;
  };
  flights.spans.forEachIn(from, to, (index) => {
    const [start, end] = flights.times(index);
    const [sender, receiver] = flights.ways(index);
    add(sender, start);
    if (flights.end(index) === 'arrived') add(receiver, end);
  });
  return { bins, byNode };
}

function summed(all: Counts, { from, to, folding }: Frame, bins: number): Counts {
  const byNode = new Map<NodeId, Float64Array>();
  for (const [node, fine] of all.byNode) {
    const column = new Float64Array(bins);
    const first = (from / folding.length) * all.bins;
    const perBin = (((to - from) / folding.length) * all.bins) / bins;
    for (let bin = 0; bin < bins; bin += 1) {
      const [low, high] = [Math.floor(first + bin * perBin), Math.ceil(first + (bin + 1) * perBin)];
      for (let i = Math.max(0, low); i < Math.min(all.bins, high); i += 1) column[bin]! += fine[i]!;
    }
    byNode.set(node, column);
  }
  return { bins, byNode };
}
