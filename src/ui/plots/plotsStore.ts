import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { FIGURES, type Figure } from './figures';

/** Which figures are shown, one below the other. At least one. */
export const plotsStore = createStore<{ readonly shown: readonly Figure[] }>(() => ({
  shown: ['depth', 'lag', 'outcomes'],
}));

export const usePlotsStore = <T>(selector: (state: { readonly shown: readonly Figure[] }) => T): T =>
  useStore(plotsStore, selector);

export function toggleFigure(figure: Figure): void {
  plotsStore.setState(({ shown }) => {
    const next = shown.includes(figure) ? shown.filter((one) => one !== figure) : [...shown, figure];
    // In the order of the row of buttons, not of clicks: a chart keeps its place.
    return { shown: FIGURES.filter((one) => next.includes(one)) };
  });
}
