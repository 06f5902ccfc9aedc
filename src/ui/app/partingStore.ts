import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Micros } from '../../engine/units';

/** The moment at which two futures that are compared part; null: none are, or they never do. */
export const partingStore = createStore<{ readonly at: Micros | null }>(() => ({ at: null }));

export const useParting = (): Micros | null => useStore(partingStore, ({ at }) => at);
