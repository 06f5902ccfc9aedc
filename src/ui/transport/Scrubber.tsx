import { useCallback, useMemo, type KeyboardEvent, type PointerEvent } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { clockStore, hold, scrubberFolding, seek, setSeeking, useClockStore } from '../app/clockStore';
import { announceStep } from '../app/narrator';
import { useParting } from '../app/partingStore';
import { pointAtMoment, pointAway, usePointStore } from '../app/pointStore';
import { usePreventedStore } from '../app/preventedStore';
import type { Folding } from '../app/folding';
import { useRunStore, type Run } from '../app/runStore';
import { stepBack, stepForward, toLandmark } from '../app/stepping';
import { useSweepStore } from '../app/sweepStore';
import { useLatestWork } from '../app/work';
import { formatLength, formatTime } from '../design/format';
import { marksOf, readDensity } from './marks';
import { Strip } from './Strip';

const BINS = 120;
/** More tears than this would be a hatching that says nothing. */
const GAPS_MAX = 60;

/** The whole run in a line: where we are, how much happens where, faults, bad outcomes, folded time. */
export function Scrubber() {
  const run = useRunStore((state) => state.run);
  const { gaps, end, ownSpeed } = useClockStore(useShallow(({ gaps, end, ownSpeed }) => ({ gaps, end, ownSpeed })));
  const folding = useMemo(() => scrubberFolding(gaps, end, ownSpeed), [gaps, end, ownSpeed]);
  const marks = useMemo(() => (run === null ? [] : marksOf(run, folding)), [run, folding]);
  const isSwept = useSweepStore(({ places }) => places.length > 0);
  const percent = (time: number): string =>
    `${folding.length === 0 ? 0 : (folding.toShown(time) / folding.length) * 100}%`;

  const momentAt = (event: PointerEvent<HTMLElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return folding.toTime(((event.clientX - left) / width) * folding.length);
  };
  return (
    <div
      className="scrubber"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        hold();
        setSeeking(true);
        event.currentTarget.setPointerCapture(event.pointerId);
        seek(momentAt(event));
      }}
      onPointerMove={(event) => {
        pointAtMoment(momentAt(event));
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(momentAt(event));
      }}
      onPointerLeave={pointAway}
      onPointerUp={() => land()}
      onPointerCancel={() => setSeeking(false)}
    >
      {!isSwept && run !== null && <Density run={run} folding={folding} />}
      <div className="scrubber-track">
        <Passed percent={percent} />
        {(folding.folded.length > GAPS_MAX ? [] : folding.folded).map(({ from, to }) => (
          <span
            key={from}
            className="scrubber-gap"
            style={{ left: percent((from + to) / 2) }}
            title={`${formatLength(to - from)}: nothing happens`}
          />
        ))}
      </div>
      {marks.map(({ seq, at, kind }) => (
        <span
          key={seq}
          className={`scrubber-mark scrubber-${kind}`}
          style={{ left: percent(at) }}
          title={`${kind === 'fault' ? 'Fault' : 'Twice'} at ${formatTime(at)}`}
        />
      ))}
      <PreventedMarks percent={percent} />
      <Parting percent={percent} />
      <Strip percent={percent} />
      <Pointed percent={percent} />
      <Thumb percent={percent} />
    </div>
  );
}

function land(): void {
  setSeeking(false);
  announceStep();
}

function Density({ run, folding }: { readonly run: Run; readonly folding: Folding }) {
  const read = useCallback((of: Run) => readDensity(of, folding, BINS), [folding]);
  const path = (useLatestWork(run, read) ?? [])
    .map((share, bin) => (share === 0 ? '' : `M${bin + 0.15} 10V${10 - (1.5 + share * 8.5)}h.7V10z`))
    .join('');
  return (
    <svg className="scrubber-density" viewBox={`0 0 ${BINS} 10`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

interface PlaceProps {
  readonly percent: (time: number) => string;
}

function Passed({ percent }: PlaceProps) {
  const width = useClockStore(({ time }) => percent(time));
  return <span className="scrubber-passed" style={{ width }} />;
}

/** Where a duplicate would have been, if this variant did not prevent it. */
function PreventedMarks({ percent }: PlaceProps) {
  const run = useRunStore((state) => state.run);
  const { of, prevented } = usePreventedStore(useShallow((state) => ({ of: state.of, prevented: state.prevented })));
  if (of !== run) return null;
  return prevented.map(({ message, subscription, at }) => (
    <span
      key={`${message}/${subscription}`}
      className="scrubber-mark scrubber-prevented"
      style={{ left: percent(at) }}
      title={`Prevented at ${formatTime(at)}`}
    />
  ));
}

/** Where the two futures that are compared part: a fork. */
function Parting({ percent }: PlaceProps) {
  const at = useParting();
  return at === null ? null : (
    <svg
      className="scrubber-mark scrubber-parting"
      viewBox="0 0 12 12"
      style={{ left: percent(at) }}
      role="img"
      aria-label={`The two futures part at ${formatTime(at)}`}
    >
      <title>The two futures part at {formatTime(at)}</title>
      <path d="M6 12V7L1.5 1.5M6 7l4.5-5.5" />
    </svg>
  );
}

/** The moment that is pointed at in some view. */
function Pointed({ percent }: PlaceProps) {
  const at = usePointStore((state) => state.at);
  return at === null ? null : <span className="scrubber-pointed" style={{ left: percent(at) }} />;
}

function Thumb({ percent }: PlaceProps) {
  const { time, end } = useClockStore(useShallow(({ time, end }) => ({ time, end })));
  return (
    <span
      className="scrubber-thumb"
      role="slider"
      tabIndex={0}
      aria-label="Moment"
      aria-valuemin={0}
      aria-valuemax={Math.round(end / 1000)}
      aria-valuenow={Math.round(time / 1000)}
      aria-valuetext={`${formatTime(time)} of ${formatTime(end)}`}
      style={{ left: percent(time) }}
      onKeyDown={onKey}
    />
  );
}

function onKey(event: KeyboardEvent): void {
  const acts: Partial<Record<string, () => void>> = {
    ArrowRight: () => void stepForward(),
    ArrowUp: () => void stepForward(),
    ArrowLeft: () => void stepBack(),
    ArrowDown: () => void stepBack(),
    PageDown: () => toLandmark(1),
    PageUp: () => toLandmark(-1),
    Home: () => seek(0),
    End: () => seek(clockStore.getState().end),
  };
  const act = acts[event.key];
  if (act === undefined) return;
  event.preventDefault();
  hold();
  act();
}
