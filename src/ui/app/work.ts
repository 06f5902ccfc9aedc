import { useEffect, useMemo, useState } from 'react';
import { atOnce, type Work } from '../../analysis/work';
import type { Run } from './runStore';

/** How long the page may be busy at a time, so that it still moves. */
const BUSY_MS = 6;

/** Does work without holding the page up for more than part of a frame; null if meanwhile it is wanted no longer. */
export async function bitByBit<T>(work: Work<T>, isWanted: () => boolean): Promise<T | null> {
  for (;;) {
    const since = performance.now();
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (performance.now() - since < BUSY_MS);
    await nextTask();
    if (!isWanted()) return null;
  }
}

/** So many records are read before a view is drawn; more when the page has been drawn without it. */
const AT_ONCE = 10_000;

/**
 * What a view has to read from a whole run before it can show anything. Of a short run it is there at once; of a
 * longer one null, until it has been read while the page goes on.
 */
export function useWork<T>(run: Run | null, read: (run: Run) => Work<T>): T | null {
  return useNewest(run, read)(true);
}

/** The same for a view that can go on to show what was read of the run before. */
export function useLatestWork<T>(run: Run | null, read: (run: Run) => Work<T>): T | null {
  return useNewest(run, read)(false);
}

function useNewest<T>(run: Run | null, read: (run: Run) => Work<T>): (isOfRun: boolean) => T | null {
  const isShort = run !== null && run.trace.length <= AT_ONCE;
  const now = useMemo(() => (isShort ? atOnce(read(run)) : null), [isShort, run, read]);
  const [later, setLater] = useState<{ readonly of: Run; readonly by: typeof read; readonly result: T } | null>(null);
  useEffect(() => {
    if (isShort || run === null) return;
    let isWanted = true;
    // The page is drawn first.
    void nextTask()
      .then(() => (isWanted ? bitByBit(read(run), () => isWanted) : null))
      .then((result) => {
        if (result !== null && isWanted) setLater({ of: run, by: read, result });
      });
    return () => {
      isWanted = false;
    };
  }, [isShort, run, read]);
  return (isOfRun) =>
    now ?? (later !== null && (!isOfRun || (later.of === run && later.by === read)) ? later.result : null);
}

let channel: MessageChannel | null = null;
const waiting: (() => void)[] = [];

/** Lets the browser draw and answer first. A timer would do, but is held back for four milliseconds each time. */
export const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    if (channel === null) {
      channel = new MessageChannel();
      channel.port1.onmessage = () => waiting.shift()?.();
    }
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
