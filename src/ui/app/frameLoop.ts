import { advance, clockStore } from './clockStore';

/** A frame that took longer (a hidden tab, a breakpoint) moves the clock no further than this. */
const FRAME_MAX_MS = 100;
/** Pace of reduced motion: one event at a time. */
const REDUCED_STEP_MS = 800;

/**
 * Moves the clock on by each animation frame while it plays. Who prefers reduced motion is shown event
 * after event instead; `step` goes to the next one. Returns a function that ends it.
 */
export function startFrameLoop(step: () => void): () => void {
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');
  let handle = 0;
  let before: number | null = null;
  let waited = 0;

  const frame = (now: number): void => {
    handle = 0;
    const ms = before === null ? 0 : Math.min(now - before, FRAME_MAX_MS);
    before = now;
    if (!clockStore.getState().playing) return rest();
    if (!reduced.matches) advance(ms);
    else {
      waited += ms;
      if (waited >= REDUCED_STEP_MS) {
        waited = 0;
        step();
      }
    }
    next();
  };
  const next = (): void => {
    if (handle === 0) handle = requestAnimationFrame(frame);
  };
  const rest = (): void => {
    before = null;
    waited = REDUCED_STEP_MS;
  };
  const end = clockStore.subscribe(({ playing }) => {
    if (playing) next();
  });
  if (clockStore.getState().playing) next();
  return () => {
    end();
    cancelAnimationFrame(handle);
  };
}
