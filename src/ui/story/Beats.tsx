import type { Beat } from '../../analysis/story';
import { pointAt, pointAway, usePointStore } from '../app/pointStore';
import { goToRecord } from '../app/stepping';
import { formatTime } from '../design/format';

/** Sentences of the log, each a link to its moment. */
export function Beats({ beats }: { readonly beats: readonly Beat[] }) {
  return (
    <ol className="story-beats" onPointerLeave={pointAway}>
      {beats.map((beat) => (
        <BeatLine key={`${beat.seq}-${beat.sentence}`} beat={beat} />
      ))}
    </ol>
  );
}

function BeatLine({ beat }: { readonly beat: Beat }) {
  const { seq, at, sentence, emphasis } = beat;
  const isPointed = usePointStore((state) => state.seq === seq);
  return (
    <li
      className={`beat is-${emphasis ?? 'plain'}${isPointed ? ' is-pointed' : ''}`}
      onPointerEnter={() => pointAt(seq)}
    >
      <button onClick={() => goToRecord(seq)} title="Go to that moment">
        <time>{formatTime(at)}</time>
        <span>{sentence}</span>
      </button>
    </li>
  );
}
