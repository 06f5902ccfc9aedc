import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Seq } from '../../engine/units';
import { readLines } from '../app/lines';
import type { Run } from '../app/runStore';
import { sentenceOf } from '../app/sentence';
import { useWork } from '../app/work';
import { holds, NO_FILTER, readFitting, wordsOf } from './filter';
import { logStore, setFilter, useLogStore } from './logStore';

/** Sentences made between two looks at the page: some ten milliseconds. */
const SLICE = 4_000;

/**
 * The lines of the log that fit its filter. Sentences of a long run are searched piece by piece, so that
 * the page stays alive; what is found so far is there at once. Null while a long run is read.
 */
export function useLines(run: Run | null, showQuiet: boolean): readonly Seq[] | null {
  const filter = useLogStore((state) => state.filter);
  const scenario = run?.header.scenario;
  // Nodes and messages are those of one scenario: in another the numbers stand for others.
  useEffect(() => setFilter(NO_FILTER), [scenario]);
  const readAll = useCallback((of: Run) => readLines(of, showQuiet), [showQuiet]);
  const all = useWork(run, readAll);
  const { node, group, message, text } = filter;
  const readSome = useCallback(
    (of: Run) => readFitting(of, all ?? NOTHING, { node, group, message, text: '' }),
    [all, node, group, message],
  );
  const some = useWork(all === null ? null : run, readSome);
  const candidates = some ?? NOTHING;
  const [found, setFound] = useState<{
    readonly of: readonly Seq[];
    readonly text: string;
    readonly lines: readonly Seq[];
  } | null>(null);
  const words = useMemo(() => wordsOf(text), [text]);
  useEffect(() => {
    if (run === null || all === null || some === null) return;
    const tell = (fits: number, looked: number) =>
      logStore.setState({ found: { fitting: fits, all: all.length, looked } });
    if (words.length === 0) return tell(candidates.length, 1);
    return search(run, candidates, words, (lines, looked) => {
      setFound({ of: candidates, text, lines });
      tell(lines.length, looked);
    });
  }, [run, all, some, candidates, words, text]);
  if (some === null) return null;
  if (words.length === 0) return candidates;
  return found?.of === candidates && found.text === text ? found.lines : NOTHING;
}

const NOTHING: readonly Seq[] = [];

/** Calls back with what is found so far, until all is looked at. Returns a function that ends it. */
function search(
  run: Run,
  candidates: readonly Seq[],
  words: readonly string[],
  tell: (lines: readonly Seq[], looked: number) => void,
): () => void {
  const lines: Seq[] = [];
  let next = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const slice = (): void => {
    const end = Math.min(candidates.length, next + SLICE);
    for (; next < end; next += 1) if (holds(sentenceOf(run, candidates[next]!), words)) lines.push(candidates[next]!);
    tell([...lines], candidates.length === 0 ? 1 : next / candidates.length);
    if (next < candidates.length) timer = setTimeout(slice);
  };
  slice();
  return () => {
    if (timer !== null) clearTimeout(timer);
  };
}
