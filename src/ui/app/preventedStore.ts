import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { costOf, preventedIn, type Cost, type Prevented } from '../../analysis/prevented';
import { prepareRun } from './preparing';
import { engineOfPage, runStore, type Run } from './runStore';

/** What the variant that is shown prevents, found by running the first variant under the same seed, settings and faults. */
interface PreventedState {
  /** The run that this was found for. */
  readonly of: Run | null;
  readonly prevented: readonly Prevented[];
  readonly cost: Cost | null;
  /** The title of the variant in which it happens. */
  readonly against: string;
}

const NOTHING: PreventedState = { of: null, prevented: [], cost: null, against: '' };

export const preventedStore = createStore<PreventedState>(() => NOTHING);
export const usePreventedStore = <T>(selector: (state: PreventedState) => T): T => useStore(preventedStore, selector);

/** Longer runs are not run twice. */
const RECORDS_MAX = 200_000;

/** Looks for what is prevented whenever another variant than the first is shown with faults. Returns a function that ends it. */
export function watchPrevented(): () => void {
  const look = ({ run }: { readonly run: Run | null }): void => {
    if (preventedStore.getState().of === run) return;
    preventedStore.setState(NOTHING);
    if (run !== null) void compare(run);
  };
  look(runStore.getState());
  return runStore.subscribe((now, before) => {
    if (now.run !== before.run) look(now);
  });
}

async function compare(run: Run): Promise<void> {
  const [first] = run.scenario.variants;
  const { faults, variant } = run.scenario;
  if (first === undefined || variant === first.id || faults.length === 0 || run.records > RECORDS_MAX) return;
  const request = { ...run.request, variant: first.id, faults };
  const answer = await engineOfPage().run(request);
  if (answer.kind !== 'run' || runStore.getState().run !== run) return;
  const plain = await prepareRun(request, answer, () => runStore.getState().run === run);
  if (plain === null) return;
  const prevented = preventedIn(run.reading, plain.reading);
  const cost = prevented.length === 0 ? null : costOf(run.reading, plain.reading);
  preventedStore.setState({ of: run, prevented, cost, against: first.title });
}
