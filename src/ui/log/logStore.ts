import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { NO_FILTER, type Filter } from './filter';

interface LogState {
  readonly filter: Filter;
  /** How many lines fit and how many there are; share of them that has been looked at, while it is less than 1. */
  readonly found: { readonly fitting: number; readonly all: number; readonly looked: number };
}

export const logStore = createStore<LogState>(() => ({
  filter: NO_FILTER,
  found: { fitting: 0, all: 0, looked: 1 },
}));

export const useLogStore = <T>(selector: (state: LogState) => T): T => useStore(logStore, selector);

export const setFilter = (part: Partial<Filter>): void =>
  logStore.setState(({ filter }) => ({ filter: { ...filter, ...part } }));
