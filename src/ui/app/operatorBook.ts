import { useEffect, useState } from 'react';
import { readOperatorBook, type OperatorBook } from '../../analysis/operator/book';
import type { Console } from '../../engine/trace/console';
import { engineOfPage, type Run } from './runStore';
import { notify } from './uiStore';
import { bitByBit } from './work';

const loaded = new Map<string, Promise<readonly Console[] | null>>();

function consolesFor(kinds: readonly string[]): Promise<readonly Console[] | null> {
  const key = kinds.join();
  let consoles = loaded.get(key);
  if (consoles === undefined) {
    consoles = engineOfPage()
      .consoles(kinds)
      .then((answer) => {
        if (answer.kind === 'consoles') return answer.consoles;
        notify({ kind: 'warning', text: `What operators see could not be loaded (${answer.message}).` });
        loaded.delete(key);
        return null;
      });
    loaded.set(key, consoles);
  }
  return consoles;
}

const books = new WeakMap<Run, OperatorBook>();

/** What operators would see of a run; null until it is there. Made when a view first asks. */
export function useOperatorBook(run: Run | null): OperatorBook | null {
  const [, setMade] = useState(0);
  useEffect(() => {
    if (run === null || books.has(run)) return;
    let isWanted = true;
    void (async () => {
      const consoles = await consolesFor(run.scenario.systems);
      if (!isWanted || consoles === null) return;
      const book = books.get(run) ?? (await bitByBit(readOperatorBook(run.reading, consoles), () => isWanted));
      if (book === null || !isWanted) return;
      books.set(run, book);
      setMade((count) => count + 1);
    })();
    return () => {
      isWanted = false;
    };
  }, [run]);
  return run === null ? null : (books.get(run) ?? null);
}
