import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Micros } from '../../engine/units';
import type { Folding } from './folding';

/** The stretch of the run that views over time show, all the same one. */
interface ViewState {
  /** Null: the whole run. */
  readonly span: Span | null;
  /** The span moves so that the clock's moment stays in it. */
  readonly follow: boolean;
}

export interface Span {
  readonly from: Micros;
  readonly to: Micros;
}

/** The shortest stretch that can be looked at, in shown time. */
const SHORTEST: Micros = 200;
/** While following, the clock's moment stays between these parts of the span. */
const FOLLOW_FROM = 0.08;
const FOLLOW_TO = 0.72;

export const viewStore = createStore<ViewState>(() => ({ span: null, follow: true }));

export const useViewStore = <T>(selector: (state: ViewState) => T): T => useStore(viewStore, selector);

/** The span in shown time: both ends, whatever of them is folded. */
export function shownSpan(span: Span | null, folding: Folding): readonly [from: number, to: number] {
  if (span === null) return [0, folding.length];
  const from = folding.toShown(span.from);
  return [from, Math.max(from + 1, folding.toShown(span.to))];
}

/** Shows a stretch of shown time; all of it, if that is as long as the run. */
export function showSpan(folding: Folding, from: number, to: number): void {
  const length = Math.max(SHORTEST, to - from);
  if (length >= folding.length) return viewStore.setState({ span: null });
  const start = Math.min(Math.max(0, from), folding.length - length);
  viewStore.setState({ span: { from: folding.toTime(start), to: folding.toTime(start + length) } });
}

/** The whole run. */
export const showAll = (): void => viewStore.setState({ span: null });

/** Makes the span so many times as long, about a moment that stays where it is. */
export function zoom(folding: Folding, factor: number, about: Micros): void {
  const [from, to] = shownSpan(viewStore.getState().span, folding);
  const length = Math.max(SHORTEST, (to - from) * factor);
  const centre = folding.toShown(about);
  const share = Math.min(1, Math.max(0, (centre - from) / (to - from)));
  showSpan(folding, centre - share * length, centre + (1 - share) * length);
}

/** Moves the span by a part of its length. By hand: it no longer follows the clock. */
export function pan(folding: Folding, share: number): void {
  const { span } = viewStore.getState();
  if (span === null) return;
  const [from, to] = shownSpan(span, folding);
  const by = share * (to - from);
  setFollow(false);
  showSpan(folding, from + by, to + by);
}

export const setFollow = (follow: boolean): void => viewStore.setState({ follow });

/** Moves the span after the clock, if it follows it. */
export function keepInView(folding: Folding, time: Micros): void {
  const { span, follow } = viewStore.getState();
  if (span === null || !follow) return;
  const [from, to] = shownSpan(span, folding);
  const length = to - from;
  const now = folding.toShown(time);
  const share = (now - from) / length;
  if (share > FOLLOW_TO) showSpan(folding, now - FOLLOW_TO * length, now + (1 - FOLLOW_TO) * length);
  else if (share < FOLLOW_FROM) showSpan(folding, now - FOLLOW_FROM * length, now + (1 - FOLLOW_FROM) * length);
}
