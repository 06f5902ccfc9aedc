import { coneOf } from '../../analysis/cone';
import { NONE, type MessageId } from '../../engine/units';
import { clockStore, foldingOfRun } from '../app/clockStore';
import { preventedStore } from '../app/preventedStore';
import { pointStore } from '../app/pointStore';
import { messageOf } from '../app/selectedMessage';
import { selectionStore } from '../app/selectionStore';
import { uiStore } from '../app/uiStore';
import { keepInView, shownSpan, showSpan, viewStore } from '../app/viewStore';
import { draw, type Emphasis } from './draw';
import { Frame, type Size } from './frame';
import { readInk, type Ink } from './ink';
import type { SpaceModel } from './model';
import { pixelRatio } from '../design/zoom';
import { CanvasPen } from './pen';

/** The parts of the page that the diagram is drawn into. */
export interface Easel {
  readonly canvas: HTMLCanvasElement;
  /** Lines that stand at the clock's moment and at the one that is pointed at. */
  readonly cursor: HTMLElement;
  readonly pointer: HTMLElement;
}

export interface Diagram {
  show(model: SpaceModel, size: Size, turned: boolean): void;
  /** What is drawn now; null before the first time. */
  readonly frame: Frame | null;
  /** How many packets were too many to be drawn one by one; 0 if each is. */
  readonly dense: number;
  stop(): void;
}

/** When a run is too long to show at once, its median packet is so many pixels long to begin with. */
const FLIGHT_PX = 34;

/** Keeps the canvas at what the stores say: the span, the clock, what is selected and pointed at. React takes no part in it. */
export function startDiagram({ canvas, cursor, pointer }: Easel, drawn: (dense: number) => void): Diagram {
  const context = canvas.getContext('2d');
  let shown: { readonly model: SpaceModel; readonly size: Size; readonly turned: boolean } | null = null;
  let frame: Frame | null = null;
  let ink: Ink = readInk(canvas);
  let dense = 0;
  let handle = 0;
  const cones = new Cones();

  const redraw = (): void => {
    handle = 0;
    if (shown === null || context === null) return;
    const { model, size, turned } = shown;
    const folding = foldingOfRun();
    frame = new Frame(folding, shownSpan(viewStore.getState().span, folding), size, model.order, turned);
    const ratio = fit(canvas, size);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    const before = dense;
    dense = draw(new CanvasPen(context, ink.font), model, frame, ink, emphasisNow(model, cones));
    if (dense !== before) drawn(dense);
    moveLines();
  };
  const plan = (): void => {
    if (handle === 0) handle = requestAnimationFrame(redraw);
  };
  const moveLines = (): void => {
    if (frame === null) return;
    standAt(cursor, frame, clockStore.getState().time);
    standAt(pointer, frame, pointStore.getState().at);
  };
  const ends = [
    clockStore.subscribe((now, before) => {
      if (now.showQuiet !== before.showQuiet) plan();
      if (now.time === before.time) return;
      keepInView(foldingOfRun(), now.time);
      moveLines();
    }),
    viewStore.subscribe((now, before) => {
      // To follow again is to come back at once.
      if (now.follow && !before.follow) keepInView(foldingOfRun(), clockStore.getState().time);
      plan();
    }),
    selectionStore.subscribe(plan),
    preventedStore.subscribe(plan),
    pointStore.subscribe(() => {
      moveLines();
      plan();
    }),
    uiStore.subscribe((now, before) => {
      if (now.theme === before.theme) return;
      ink = readInk(canvas);
      plan();
    }),
  ];
  return {
    show(model, size, turned) {
      const isOther = shown?.model.run.header.scenario !== model.run.header.scenario;
      shown = { model, size, turned };
      if (isOther) beginWith(model, turned ? size.height : size.width);
      else keepInView(foldingOfRun(), clockStore.getState().time);
      plan();
    },
    get frame() {
      return frame;
    },
    get dense() {
      return dense;
    },
    stop() {
      for (const end of ends) end();
      cancelAnimationFrame(handle);
    },
  };
}

/** The whole run, if its packets can be told apart then; else the part around the clock. */
function beginWith({ run }: SpaceModel, length: number): void {
  if (viewStore.getState().span !== null) return;
  const folding = foldingOfRun();
  const readable = (run.pacing.medianLatency * length) / FLIGHT_PX;
  // A run that is only a little longer is shown whole.
  if (readable <= 0 || folding.length <= readable * 1.6) return;
  const now = folding.toShown(clockStore.getState().time);
  showSpan(folding, now - readable / 2, now + readable / 2);
}

/** What is lit now. */
export function emphasisNow({ run }: SpaceModel, cones: Cones): Emphasis {
  const { selected, hovered } = selectionStore.getState();
  const { seq } = pointStore.getState();
  const message = messageOf(selected);
  const pointed = seq === null ? null : run.trace.record(seq);
  return {
    cone: message === null ? null : cones.of(run.reading, message),
    selected: message,
    hovered: messageOf(hovered),
    packet:
      pointed !== null && 'packet' in pointed && pointed.packet !== NONE
        ? pointed.packet
        : hovered?.kind === 'packet'
          ? hovered.packet
          : null,
    showQuiet: clockStore.getState().showQuiet,
    prevented: preventedStore.getState().of === run ? preventedStore.getState().prevented : [],
  };
}

/** The last message's causes and consequences: worked out when it is selected, not at each frame. */
export class Cones {
  private last: {
    readonly reading: SpaceModel['run']['reading'];
    readonly message: MessageId;
    readonly cone: Uint8Array;
  } | null = null;

  of(reading: SpaceModel['run']['reading'], message: MessageId): Uint8Array {
    if (this.last?.reading !== reading || this.last.message !== message)
      this.last = { reading, message, cone: coneOf(reading, message) };
    return this.last.cone;
  }
}

function standAt(element: HTMLElement, frame: Frame, time: number | null): void {
  const along = time === null ? -1 : frame.along(time);
  element.hidden = along < 0 || along > frame.length;
  if (!element.hidden)
    element.style.transform = frame.turned ? `translateY(${along.toFixed(1)}px)` : `translateX(${along.toFixed(1)}px)`;
}

/** Gives the canvas as many pixels as the screen has for it, two to one at most. Returns how many to one. */
function fit(canvas: HTMLCanvasElement, { width, height }: Size): number {
  const ratio = pixelRatio();
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  return ratio;
}
