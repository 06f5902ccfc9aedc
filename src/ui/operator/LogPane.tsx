import { useEffect, useLayoutEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import type { OperatorBook } from '../../analysis/operator/book';
import type { LineView, LogRow } from '../../analysis/operator/lines';
import type { System } from '../../analysis/operator/systems';
import { NONE } from '../../engine/units';
import { pointAt, pointAway, usePointStore } from '../app/pointStore';
import type { Run } from '../app/runStore';
import { say } from '../app/speech';
import { goToRecord } from '../app/stepping';
import { count } from '../design/format';
import { useWindow } from '../design/useWindow';
import { useOperatorStore } from './operatorStore';

const ROW_HEIGHT = 20;

interface Props {
  readonly run: Run;
  readonly book: OperatorBook;
  readonly systems: readonly System[];
  /** Records that are told. */
  readonly told: number;
}

/** The lines that have been written so far, the newest at the bottom; a click goes to its moment. */
export function LogPane({ run, book, systems, told }: Props) {
  const isTerse = useOperatorStore((state) => state.isTerse);
  const view = useMemo(
    () => book.lines.view({ systems, weights: isTerse ? ['warning', 'error'] : null }),
    [book, systems, isTerse],
  );
  const rows = view.countAt(told);
  const logs = systems.filter(({ console }) => console.log !== null);
  const next = view.nextAfter(told);
  const isNamed = logs.length > 1;
  const onKey = (event: KeyboardEvent): void => {
    const seq = event.key === 'ArrowDown' ? next : event.key === 'ArrowUp' ? view.beforeNewest(told) : NONE;
    if (seq === NONE) return;
    event.preventDefault();
    goToRecord(seq);
    say(view.textOf(seq), 'now');
  };
  return (
    <section className="operator-log" aria-label="Logs">
      <h2>
        {logs.length === 1 ? <code>{pathOf(run, logs[0]!)}</code> : 'Logs'}
        <span className="operator-note">the run begins at midnight; … is what the trace does not know</span>
        {next !== NONE && (
          <button className="operator-next" onClick={() => goToRecord(next)}>
            {count(view.linesAfter(told), 'line')} to come
          </button>
        )}
      </h2>
      {view.count <= WRAPPED_MAX ? (
        <WrappedLines view={view} rows={rows} isNamed={isNamed} onKey={onKey} />
      ) : (
        <LongLines view={view} rows={rows} isNamed={isNamed} onKey={onKey} />
      )}
    </section>
  );
}

/** So many rows are all drawn, each as high as its text needs; of more, only those in view, each on one line. */
const WRAPPED_MAX = 400;

interface LinesProps {
  readonly view: LineView;
  readonly rows: number;
  /** Whose log a line is of stands before it. */
  readonly isNamed: boolean;
  readonly onKey: (event: KeyboardEvent) => void;
}

const LABELS = {
  role: 'log',
  'aria-live': 'off',
  'aria-label': 'Lines written so far: up and down go from one to the next',
  tabIndex: 0,
} as const;

function WrappedLines({ view, rows, isNamed, onKey }: LinesProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [view, rows]);
  return (
    <div className="operator-lines is-wrapped" ref={box} onPointerLeave={pointAway} onKeyDown={onKey} {...LABELS}>
      <ol>
        {Array.from({ length: rows }, (_, index) => (
          <Line key={index} row={view.row(index)} isNamed={isNamed} />
        ))}
      </ol>
      {rows === 0 && <Empty />}
    </div>
  );
}

function LongLines({ view, rows, isNamed, onKey }: LinesProps) {
  const { ref, onScroll, window, height, topOf, reveal } = useWindow(rows, ROW_HEIGHT);
  useEffect(() => {
    if (rows > 0) reveal(rows - 1);
  }, [rows, reveal]);
  const shown = Array.from({ length: Math.max(0, window.to - window.from) }, (_, offset) => window.from + offset);
  return (
    <div
      className="operator-lines"
      ref={ref}
      onScroll={onScroll}
      onPointerLeave={pointAway}
      onKeyDown={onKey}
      {...LABELS}
    >
      <ol style={{ height }}>
        {shown.map((index) => (
          <Line key={index} row={view.row(index)} top={topOf(index)} isNamed={isNamed} />
        ))}
      </ol>
      {rows === 0 && <Empty />}
    </div>
  );
}

const Empty = () => <p className="operator-empty">No line has been written yet.</p>;

const pathOf = (run: Run, { console, nodes }: System): string =>
  console.log!.path.replace('{node}', run.header.nodes[nodes[0]!]?.name ?? '');

interface LineProps {
  readonly row: LogRow;
  readonly top?: number;
  readonly isNamed: boolean;
}

function Line({ row, top, isNamed }: LineProps) {
  const isPointed = usePointStore((state) => state.seq === row.seq);
  const { seq, weight, isFirst, text, system } = row;
  return (
    <li className={`operator-line is-${weight}${isPointed ? ' is-pointed' : ''}`} style={{ top }}>
      <button
        tabIndex={-1}
        onPointerEnter={() => pointAt(seq)}
        onClick={() => goToRecord(seq)}
        title="Go to this moment"
      >
        {isNamed && <span className="operator-who">{isFirst ? system.name : ''}</span>}
        <span className="operator-text">{text}</span>
      </button>
    </li>
  );
}
