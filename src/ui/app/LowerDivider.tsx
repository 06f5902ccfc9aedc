import { useLayoutEffect, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { pageZoom } from '../design/zoom';
import { remember, remembered } from './memory';
import './lowerDivider.css';

/** CSS pixels: the tabs and three rows of anything. */
const LEAST = 140;
/** What stands above and below, and a stage on which there is still something to see. */
const ELSEWHERE = 420;
const STEP = 16;
const BIG_STEP = 64;
const PROPERTY = '--lower';

const mostNow = (): number => Math.max(LEAST, innerHeight / pageZoom() - ELSEWHERE);
const kept = (): number | null => {
  const height = Number(remembered('lower'));
  return height >= LEAST ? height : null;
};

const heightOfPanel = (): number => document.querySelector<HTMLElement>('.app-lower')?.offsetHeight ?? LEAST;

/** Between the stage and the whole run: dragged, by the arrow keys, back by a double click; remembered. */
export function LowerDivider() {
  // As it was set; null: as the style sheet has it.
  const [height, setHeight] = useState(kept);
  const [drawn, setDrawn] = useState(LEAST);
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    if (height === null) style.removeProperty(PROPERTY);
    else style.setProperty(PROPERTY, `${height}px`);
    const measure = (): void => setDrawn(heightOfPanel());
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, [height]);

  const to = (wanted: number | null): void => {
    const bounded = wanted === null ? null : Math.round(Math.min(mostNow(), Math.max(LEAST, wanted)));
    setHeight(bounded);
    remember('lower', bounded === null ? '' : String(bounded));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    const element = event.currentTarget;
    const start = heightOfPanel() + event.clientY / pageZoom();
    const dragging = new AbortController();
    const { signal } = dragging;
    element.setPointerCapture(event.pointerId);
    const end = (): void => dragging.abort();
    element.addEventListener(
      'pointermove',
      (moved: globalThis.PointerEvent) => to(start - moved.clientY / pageZoom()),
      { signal },
    );
    element.addEventListener('pointerup', end, { signal });
    element.addEventListener('pointercancel', end, { signal });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? BIG_STEP : STEP;
    const now = heightOfPanel();
    const wanted = { ArrowUp: now + step, ArrowDown: now - step, Home: LEAST, End: mostNow(), Enter: null }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    to(wanted);
  };
  return (
    <div
      role="separator"
      className="lower-divider"
      tabIndex={0}
      aria-label="Height of the panel below"
      aria-orientation="horizontal"
      aria-valuemin={LEAST}
      aria-valuemax={mostNow()}
      aria-valuenow={drawn}
      aria-valuetext={`${drawn} pixels`}
      title="Drag, or arrow keys; double click or Enter: as it was"
      onPointerDown={onPointerDown}
      onDoubleClick={() => to(null)}
      onKeyDown={onKeyDown}
    />
  );
}
