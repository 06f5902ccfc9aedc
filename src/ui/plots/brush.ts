import { hold, seek } from '../app/clockStore';
import { pointAtMoment, pointAway } from '../app/pointStore';
import { pan, setFollow, showSpan, zoom } from '../app/viewStore';
import { pointIn } from '../design/zoom';
import type { TimeScale } from './timeScale';

/** Pixels that a press may wander and still be a click. */
const CLICK_PX = 4;
const WHEEL = 0.0016;

/**
 * Pointing on the charts: moving points at a moment in all views, a click goes there, dragging over a
 * stretch zooms into it, the wheel zooms about the pointer. Returns a function that ends it.
 */
export function brushOn(element: HTMLElement, gutter: number, scaleNow: () => TimeScale): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let from: number | null = null;
  const brush = (): HTMLElement => element.querySelector<HTMLElement>('.plots-brush')!;
  const place = (event: MouseEvent): number => {
    const x = pointIn(element, event).x - gutter;
    return Math.min(Math.max(0, x), scaleNow().length);
  };
  const end = (): void => {
    from = null;
    brush().hidden = true;
  };
  element.addEventListener(
    'pointermove',
    (event) => {
      const x = place(event);
      pointAtMoment(scaleNow().time(x));
      if (from === null) return;
      const shown = brush();
      shown.hidden = Math.abs(x - from) < CLICK_PX;
      shown.style.left = `${gutter + Math.min(x, from)}px`;
      shown.style.width = `${Math.abs(x - from)}px`;
    },
    { signal },
  );
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      from = place(event);
      element.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  element.addEventListener(
    'pointerup',
    (event) => {
      if (from === null) return;
      const [start, x, scale] = [from, place(event), scaleNow()];
      end();
      if (Math.abs(x - start) < CLICK_PX) {
        hold();
        seek(Math.round(scale.time(x)));
        return;
      }
      setFollow(false);
      const shown = (at: number): number => scale.folding.toShown(scale.time(at));
      showSpan(scale.folding, shown(Math.min(x, start)), shown(Math.max(x, start)));
    },
    { signal },
  );
  element.addEventListener('pointercancel', end, { signal });
  element.addEventListener('pointerleave', () => from === null && pointAway(), { signal });
  element.addEventListener(
    'wheel',
    (event) => {
      const scale = scaleNow();
      // Charts that do not fit scroll; to zoom then takes Ctrl, as on a map in a page.
      const scrolls = element.parentElement!.scrollHeight > element.parentElement!.clientHeight + 1;
      if (scrolls && !event.ctrlKey && Math.abs(event.deltaX) < Math.abs(event.deltaY)) return;
      event.preventDefault();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) pan(scale.folding, event.deltaX / scale.length);
      else zoom(scale.folding, Math.exp(event.deltaY * WHEEL), scale.time(place(event)));
    },
    { signal, passive: false },
  );
  return () => listening.abort();
}
