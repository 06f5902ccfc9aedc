import { clockStore, foldingOfRun, hold, seek } from '../app/clockStore';
import { pointAt, pointAtMoment, pointAway } from '../app/pointStore';
import { clearSelection, select, type Point, type Selection } from '../app/selectionStore';
import { goToRecord } from '../app/stepping';
import { pan, zoom } from '../app/viewStore';
import { pageZoom, pointIn } from '../design/zoom';
import type { Diagram } from './diagram';
import { hitAt, messageOfHit, type Hit } from './hit';
import type { SpaceModel } from './model';

/** Pixels that a press may wander and still be a click. */
const CLICK_PX = 4;
const WHEEL = 0.0016;

/** What pointer and wheel do on the diagram: point, pick, drag time along, zoom about the pointer. */
export interface Hand {
  /** Returns what is under the pointer now. */
  moved(event: PointerEvent): Hit | null;
  pressed(event: PointerEvent): void;
  released(event: PointerEvent): void;
  left(): void;
  wheeled(event: WheelEvent): void;
}

export function newHand(diagram: Diagram, model: () => SpaceModel, element: HTMLElement): Hand {
  let press: { x: number; y: number; dragged: boolean } | null = null;

  const under = (event: MouseEvent): { readonly hit: Hit | null; readonly along: number } | null => {
    const { frame } = diagram;
    if (frame === null) return null;
    const { x, y } = pointIn(element, event);
    const [along, across] = frame.turned ? [y, x] : [x, y];
    const { showQuiet } = clockStore.getState();
    return { hit: hitAt(model(), frame, along, across, diagram.dense > 0, showQuiet), along };
  };
  return {
    moved(event) {
      const { frame } = diagram;
      if (frame === null) return null;
      if (press !== null) {
        const by = frame.turned ? press.y - event.clientY : press.x - event.clientX;
        if (!press.dragged && Math.abs(by) < CLICK_PX) return null;
        press = { x: event.clientX, y: event.clientY, dragged: true };
        pan(foldingOfRun(), by / pageZoom() / frame.length);
        return null;
      }
      const { hit, along } = under(event)!;
      if (hit === null) pointAtMoment(frame.time(along));
      else pointAt(hit.seq);
      return hit;
    },
    pressed(event) {
      if (event.button !== 0) return;
      press = { x: event.clientX, y: event.clientY, dragged: false };
      element.setPointerCapture(event.pointerId);
    },
    released(event) {
      const wasClick = press !== null && !press.dragged;
      press = null;
      const found = wasClick ? under(event) : null;
      if (found === null || diagram.frame === null) return;
      const { hit, along } = found;
      const time = diagram.frame.time(along);
      if (hit === null) {
        hold();
        clearSelection();
        seek(Math.round(Math.max(0, time)));
      } else pick(model(), hit, time, { x: event.clientX, y: event.clientY });
    },
    left() {
      if (press === null) pointAway();
    },
    wheeled(event) {
      const { frame } = diagram;
      if (frame === null) return;
      event.preventDefault();
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey)
        return pan(foldingOfRun(), sideways / frame.length);
      const { x, y } = pointIn(element, event);
      zoom(foldingOfRun(), Math.exp(event.deltaY * WHEEL), frame.time(frame.turned ? y : x));
    },
  };
}

/** Selects what was picked and goes to its moment: a packet's is where on its way it was picked. */
export function pick(model: SpaceModel, hit: Hit, time: number, at: Point | null): void {
  hold();
  if (hit.kind === 'packet') {
    const [start, end] = model.flights.times(hit.index);
    const moment = Math.round(Math.min(Math.max(time, start), end));
    // At its very ends the record itself is the moment: sent and not yet gone, or just there.
    if (moment <= start) goToRecord(hit.seq);
    else seek(moment >= end ? end : moment);
  } else goToRecord(hit.seq);
  select(selectionOf(model, hit), at);
}

function selectionOf(model: SpaceModel, hit: Hit): Selection {
  if (hit.kind === 'packet') return { kind: 'packet', packet: hit.packet };
  if (hit.kind === 'absence') return { kind: 'node', node: hit.node };
  return { kind: 'message', message: messageOfHit(model, hit) };
}
