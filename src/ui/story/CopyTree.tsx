import { copyTree, type CopyLine } from '../../analysis/copyTree';
import type { MessageId, Seq } from '../../engine/units';
import { pointAt, pointAway, usePointStore } from '../app/pointStore';
import type { Run } from '../app/runStore';
import { goToRecord } from '../app/stepping';
import { count, formatTime } from '../design/format';
import { narratorOf } from '../app/telling';

interface Props {
  readonly run: Run;
  readonly message: MessageId;
  readonly before: Seq;
}

/** All copies of a message, each under the one that it was made from: where two lines part is why it came twice. */
export function CopyTree({ run, message, before }: Props) {
  const lines = copyTree(narratorOf(run).telling, message, before);
  if (lines.length === 0) return null;
  const isParted = lines.some(({ parts }) => parts);
  return (
    <details className="copies" open={isParted}>
      <summary>Its {count(lines.length, 'copy', 'copies')}, each under the one it was made from</summary>
      <ul onPointerLeave={pointAway}>
        {lines.map((line) => (
          <Line key={line.copy} line={line} />
        ))}
      </ul>
    </details>
  );
}

function Line({ line: { depth, seq, at, sentence, end, mark, parts } }: { readonly line: CopyLine }) {
  const isPointed = usePointStore((state) => state.seq === seq);
  const className = `copy${mark === null ? '' : ` is-${mark}`}${parts ? ' is-parting' : ''}${isPointed ? ' is-pointed' : ''}`;
  return (
    <li className={className} style={{ marginLeft: depth * 14 }} onPointerEnter={() => pointAt(seq)}>
      <button onClick={() => goToRecord(seq)}>
        <time>{formatTime(at)}</time> {sentence}
      </button>
      {end !== null && (
        <button className="copy-end" onClick={() => goToRecord(end.seq)}>
          <time>{formatTime(end.at)}</time> {end.sentence}
        </button>
      )}
      {parts && <strong>Here the two lines part.</strong>}
    </li>
  );
}
