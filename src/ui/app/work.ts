import { useEffect, useMemo, useState } from 'react';
import { atOnce, SHORT, type Work } from '../../analysis/work';
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

/**
 * What a view has to read from a whole run before it can show anything. Of a short run it is there at once; of a
 * long one null, until it has been read while the page goes on.
 */
export function useWork<T>(run: Run | null, read: (run: Run) => Work<T>): T | null {
  const isShort = run !== null && run.trace.length <= SHORT;
  const now = useMemo(() => (isShort ? atOnce(read(run)) : null), [isShort, run, read]);
  const [later, setLater] = useState<{ readonly of: Run; readonly by: typeof read; readonly result: T } | null>(null);
  useEffect(() => {
    if (isShort || run === null) return;
    let isWanted = true;
    void bitByBit(read(run), () => isWanted).then((result) => {
      if (result !== null && isWanted) setLater({ of: run, by: read, result });
    });
    return () => {
      isWanted = false;
    };
  }, [isShort, run, read]);
  return now ?? (later?.of === run && later.by === read ? later.result : null);
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
