import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Whose log and figures are shown, and which lines. */
interface OperatorState {
  /** A system by its name; null: all. */
  readonly system: string | null;
  /** Only warnings and errors. */
  readonly isTerse: boolean;
}

export const operatorStore = createStore<OperatorState>(() => ({ system: null, isTerse: false }));

export const useOperatorStore = <T>(selector: (state: OperatorState) => T): T => useStore(operatorStore, selector);

export const showSystem = (system: string | null): void => operatorStore.setState({ system });
export const setTerse = (isTerse: boolean): void => operatorStore.setState({ isTerse });
