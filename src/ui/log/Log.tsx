import { useEffect, type KeyboardEvent } from 'react';
import { KIND } from '../../engine/trace/record';
import { NONE } from '../../engine/units';
import { useClockStore } from '../app/clockStore';
import { announceStep } from '../app/narrator';
import { pointAt, pointAway, usePointStore } from '../app/pointStore';
import { useRunStore, type Run } from '../app/runStore';
import { useSceneStore } from '../app/sceneStore';
import { sentenceOf } from '../app/sentence';
import { goToRecord } from '../app/stepping';
import { useNarrow } from '../app/useNarrow';
import { setFollow, useViewStore } from '../app/viewStore';
import { count, formatTime } from '../design/format';
import { Token } from '../design/Token';
import { useWindow } from '../design/useWindow';
import { messageOfLine } from '../app/lines';
import { LogTools } from './LogTools';
import { useLines } from './useLines';
import './log.css';
import { narratorOf } from '../app/telling';

const ROW_HEIGHT = 24;
const NONE_YET: readonly number[] = [];

/** Every event of the run as a sentence: the whole stage in words. A click goes to the moment. */
export default function Log() {
  const run = useRunStore((state) => state.run);
  const narrow = useNarrow();
  const showQuiet = useClockStore((state) => state.showQuiet);
  const read = useLines(run, showQuiet);
  const lines = read ?? NONE_YET;
  const told = useSceneStore(({ scene }) => scene?.seq ?? 0);
  const exact = useClockStore(({ seq }) => seq !== null);
  const follow = useViewStore((state) => state.follow);
  // Of several lines of one moment the one that the foot tells is lit; when stepping, that is the last.
  const sentence = exact ? null : run === null ? null : narratorOf(run).current(told);
  const current = lastBefore(lines, sentence === null ? told : sentence.seq + 1);
  const { ref, onScroll, window, height, topOf, reveal } = useWindow(lines.length, ROW_HEIGHT);
  useEffect(() => {
    if (follow) reveal(Math.max(0, current));
  }, [current, reveal, follow]);
  if (run === null) return null;
  const onKey = (event: KeyboardEvent): void => {
    const next = lines[current + (event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : NaN)];
    if (next === undefined) return;
    event.preventDefault();
    setFollow(true);
    goToRecord(next);
    announceStep();
  };
  return (
    <div className="log">
      {narrow && <LogTools />}
      <div
        className="log-list"
        ref={ref}
        onScroll={onScroll}
        onWheel={() => setFollow(false)}
        onKeyDown={onKey}
        onPointerLeave={pointAway}
        role="log"
        aria-live="off"
        aria-label="Events: up and down go from one to the next"
        tabIndex={0}
      >
        <ol style={{ height }}>
          {lines.slice(window.from, window.to).map((seq, offset) => (
            <Line
              key={seq}
              run={run}
              seq={seq}
              top={topOf(window.from + offset)}
              state={window.from + offset === current ? 'now' : seq >= told ? 'later' : 'past'}
            />
          ))}
        </ol>
        {read === null && <p className="log-empty">Reading {count(run.records, 'record')}…</p>}
        {read?.length === 0 && <p className="log-empty">No event fits this filter.</p>}
      </div>
    </div>
  );
}

interface LineProps {
  readonly run: Run;
  readonly seq: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly state: 'past' | 'now' | 'later';
}

function Line({ run, seq, top, state }: LineProps) {
  const isPointed = usePointStore((state) => state.seq === seq);
  const message = messageOfLine(run, seq);
  const kind = run.trace.kindAt(seq);
  const isBad = kind === KIND.effect && run.reading.previousEffect(seq) !== NONE;
  const tone = isBad ? ' is-twice' : kind === KIND.fault || kind === KIND.lost ? ' is-fault' : '';
  return (
    <li
      className={`log-line is-${state}${tone}${isPointed ? ' is-pointed' : ''}`}
      style={{ top }}
      aria-current={state === 'now' ? 'step' : undefined}
    >
      <button tabIndex={-1} onPointerEnter={() => pointAt(seq)} onClick={() => goToRecord(seq)}>
        <time>{formatTime(run.trace.timeAt(seq))}</time>
        <span className="log-token">
          {message !== NONE && (
            <Token small number={run.header.messages[message]?.number ?? '?'} hue={run.hues[message] ?? 'slate'} />
          )}
        </span>
        <span className="log-text">{sentenceOf(run, seq)}</span>
      </button>
    </li>
  );
}

/** The index of the last line told; -1 before the first. */
function lastBefore(lines: readonly number[], told: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (lines[middle]! < told) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
