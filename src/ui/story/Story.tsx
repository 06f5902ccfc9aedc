import { ledgerOf, type LedgerRow } from '../../analysis/ledger';
import { storyOf, type Beat } from '../../analysis/story';
import { messageTitle } from '../app/acts/names';
import { pointAt, pointAway, usePointStore } from '../app/pointStore';
import type { Run } from '../app/runStore';
import { select, useSelectionStore } from '../app/selectionStore';
import { messageOf } from '../app/selectedMessage';
import { goToRecord } from '../app/stepping';
import { useMoment } from '../app/useMoment';
import { formatTime } from '../design/format';
import { Token } from '../design/Token';
import { Verdict } from '../design/Verdict';
import './story.css';

/** How bad an outcome is: without a choice the story of the worst is told. */
const WORST: readonly LedgerRow['outcome'][] = [
  'duplicated',
  'lost',
  'rejected',
  'expired',
  'deadLettered',
  'pending',
  'done',
];
/** So many messages can be chosen from a row of tokens; of more, those that went wrong. */
const CHOICES_MAX = 24;

/** Why: how one message came to where it is, step by step, each with the moment it happened. */
export default function Story() {
  const moment = useMoment();
  const selected = useSelectionStore((state) => messageOf(state.selected));
  if (moment === null) return null;
  const { run, scene } = moment;
  const rows = ledgerOf(scene);
  const worst = [...rows].sort((a, b) => WORST.indexOf(a.outcome) - WORST.indexOf(b.outcome));
  const row = (selected === null ? undefined : worst.find(({ message }) => message === selected)) ?? worst[0];
  if (row === undefined) return <p className="story-empty">A story begins when {run.header.noun[0]} 1 is produced.</p>;
  const story = storyOf(run.narrator.telling, scene, row.message, row.subscription);
  return (
    <div className="story">
      <Choice rows={worst} chosen={row} run={run} />
      <h2 className="story-title">
        {capital(messageTitle(run.header, row.message))} <Verdict outcome={row.outcome} verdict={row.verdict} />
      </h2>
      {story !== null && (
        <>
          <ol className="story-beats" onPointerLeave={pointAway}>
            {story.beats.map((beat) => (
              <BeatLine key={`${beat.seq}-${beat.sentence}`} beat={beat} />
            ))}
          </ol>
          <p className={`story-verdict is-${story.outcome}`}>{story.verdict}</p>
        </>
      )}
    </div>
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

interface ChoiceProps {
  readonly rows: readonly LedgerRow[];
  readonly chosen: LedgerRow;
  readonly run: Run;
}

function Choice({ rows, chosen, run }: ChoiceProps) {
  const messages = [...new Set(rows.slice(0, CHOICES_MAX).map(({ message }) => message))].sort((a, b) => a - b);
  return (
    <div className="story-choice" role="group" aria-label="Whose story">
      {messages.map((message) => (
        <button
          key={message}
          className="story-token"
          aria-pressed={message === chosen.message}
          aria-label={messageTitle(run.header, message)}
          onClick={() => select({ kind: 'message', message })}
        >
          <Token number={run.header.messages[message]?.number ?? '?'} hue={run.hues[message] ?? 'slate'} />
        </button>
      ))}
    </div>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
