import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** The metrics that are to be plotted, by their names: chosen in one view, drawn in another. */
export const metricStore = createStore<{ readonly plotted: readonly string[] }>(() => ({ plotted: [] }));

export const useMetricStore = <T>(selector: (state: { readonly plotted: readonly string[] }) => T): T =>
  useStore(metricStore, selector);

/** Plots a metric, or no longer. Returns whether it is plotted now. */
export function toggleMetric(name: string): boolean {
  const { plotted } = metricStore.getState();
  const isPlotted = plotted.includes(name);
  metricStore.setState({ plotted: isPlotted ? plotted.filter((other) => other !== name) : [...plotted, name] });
  return !isPlotted;
}
