import { clockStore, foldingOfRun } from '../app/clockStore';
import { pointAt, pointStore } from '../app/pointStore';
import { runStore } from '../app/runStore';
import { sentenceOf } from '../app/sentence';
import { say } from '../app/speech';
import { pan, showAll, zoom } from '../app/viewStore';
import type { Diagram } from './diagram';
import { pick } from './hand';
import type { SpaceModel } from './model';

const STEP = 0.2;
const ZOOM = 1.5;

/** What a key does while the diagram has the focus. False: it is not one of its keys. */
export function actByKey(key: string, model: SpaceModel, diagram: Diagram): boolean {
  const act = ACTS[key];
  if (act === undefined) return false;
  act(model, diagram);
  return true;
}

type Act = (model: SpaceModel, diagram: Diagram) => void;

/** About the clock's moment, if it is in view; else about the middle. */
function zoomBy(factor: number): Act {
  return (_, { frame }) => {
    if (frame === null) return;
    const { time } = clockStore.getState();
    const along = frame.along(time);
    zoom(foldingOfRun(), factor, along >= 0 && along <= frame.length ? time : frame.time(frame.length / 2));
  };
}

export const zoomIn = zoomBy(1 / ZOOM);
export const zoomOut = zoomBy(ZOOM);

const ACTS: Readonly<Record<string, Act>> = {
  '+': zoomIn,
  '=': zoomIn,
  '-': zoomOut,
  '0': () => showAll(),
  ArrowLeft: () => pan(foldingOfRun(), -STEP),
  ArrowRight: () => pan(foldingOfRun(), STEP),
  PageUp: () => pan(foldingOfRun(), -1),
  PageDown: () => pan(foldingOfRun(), 1),
  ArrowUp: (model, diagram) => toPacket(model, diagram, -1),
  ArrowDown: (model, diagram) => toPacket(model, diagram, 1),
  Enter: (model) => {
    const index = pointed(model);
    if (index === -1) return;
    const [packet, seq] = [model.flights.packets[index]!, model.flights.sent[index]!];
    pick(model, { kind: 'packet', packet, index, seq }, model.flights.starts[index]!, null);
  },
};

/** Points at the packet sent next or before, from the one pointed at or from the clock's moment, and says what it is. */
function toPacket(model: SpaceModel, { frame }: Diagram, direction: 1 | -1): void {
  const { flights } = model;
  const { run } = runStore.getState();
  const { time, showQuiet } = clockStore.getState();
  const at = pointed(model);
  let index = at === -1 ? flights.spans.firstFrom(time) - (direction === 1 ? 0 : 1) : at + direction;
  while (index >= 0 && index < flights.count && flights.isQuiet(index) && !showQuiet) index += direction;
  if (index < 0 || index >= flights.count || run === null) return;
  const seq = flights.sent[index]!;
  pointAt(seq);
  say(sentenceOf(run, seq), 'now');
  const along = frame?.along(flights.starts[index]!) ?? 0;
  if (frame !== null && (along < 0 || along > frame.length)) pan(foldingOfRun(), along / frame.length - 0.5);
}

function pointed({ flights, run }: SpaceModel): number {
  const { seq } = pointStore.getState();
  if (seq === null) return -1;
  const record = run.trace.record(seq);
  return record.kind === 'sent' ? flights.of(record.packet, seq) : -1;
}
