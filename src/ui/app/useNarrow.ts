import { useSyncExternalStore } from 'react';

const narrow = typeof matchMedia === 'undefined' ? null : matchMedia('(max-width: 640px)');

/** Whether the page is as narrow as a phone: the lower panel's tabs stand beside the others then. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      narrow?.addEventListener('change', changed);
      return () => narrow?.removeEventListener('change', changed);
    },
    () => narrow?.matches ?? false,
  );
