import { ledgerRows, type LedgerRow } from '../../analysis/ledger';
import { storyOf } from '../../analysis/story';
import { connectionBetween, connectionStory, nodeStory, packetStory } from '../../analysis/storyOfThing';
import type { Scene } from '../../analysis/scene/scene';
import { NONE, type MessageId } from '../../engine/units';
import { messageTitle } from '../app/acts/names';
import { titleOf } from '../app/acts/titleOf';
import { usePreventedStore } from '../app/preventedStore';
import type { Run } from '../app/runStore';
import { clearSelection, select, useSelectionStore, type Selection } from '../app/selectionStore';
import { messageOf } from '../app/selectedMessage';
import { useMoment } from '../app/useMoment';
import { Button } from '../design/Button';
import { Token } from '../design/Token';
import { Verdict } from '../design/Verdict';
import { Beats } from './Beats';
import { CopyTree } from './CopyTree';
import { Mirror } from './Mirror';
import { PreventedHere } from './PreventedHere';
import './story.css';
import { narratorOf } from '../app/telling';

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

/** Why: how what is selected came to where it is, step by step, each with the moment it happened. */
export default function Story() {
  const selected = useSelectionStore((state) => state.selected);
  const moment = useMoment();
  if (moment === null) return null;
  const { run, seq } = moment;
  const beats = selected === null ? null : beatsOf(run, selected, seq);
  return selected === null || beats === null ? (
    <MessageStory />
  ) : (
    <div className="story">
      <h2 className="story-title">{capital(titleOf(selected))}</h2>
      {beats.length === 0 ? <p>Nothing to tell of it so far.</p> : <Beats beats={beats} />}
      <p>
        <Button look="link" onClick={clearSelection}>
          Back to the {run.header.noun[1]}
        </Button>
      </p>
    </div>
  );
}

/** The story of a thing that is no message; null for a message. */
function beatsOf(run: Run, selected: Selection, before: number) {
  const { telling } = narratorOf(run);
  switch (selected.kind) {
    case 'packet':
      return packetStory(telling, selected.packet, before);
    case 'node':
      return nodeStory(telling, selected.node, before);
    case 'connection':
      return connectionStory(telling, selected.connection, before);
    case 'link': {
      const connection = connectionBetween(telling, selected.a, selected.b, before);
      return connection === NONE ? [] : connectionStory(telling, connection, before);
    }
    default:
      return null;
  }
}

function MessageStory() {
  const moment = useMoment();
  const { of, prevented } = usePreventedStore((state) => state);
  const selected = useSelectionStore((state) => messageOf(state.selected));
  if (moment === null) return null;
  const { run, scene, seq } = moment;
  const worst = worstOf(scene);
  const wanted = selected ?? (of === run ? (prevented[0]?.message ?? null) : null);
  const row = (wanted === null ? undefined : worstRow(scene, wanted)) ?? worst[0];
  if (row === undefined) return <p className="story-empty">A story begins when {run.header.noun[0]} 1 is produced.</p>;
  const story = storyOf(narratorOf(run).telling, scene, row.message, row.subscription);
  return (
    <div className="story">
      <Choice rows={worst} chosen={row} run={run} />
      <h2 className="story-title">
        {capital(messageTitle(run.header, row.message))} <Verdict outcome={row.outcome} verdict={row.verdict} />
      </h2>
      <Mirror run={run} />
      <PreventedHere run={run} />
      {story !== null && (
        <>
          <Beats beats={story.beats} />
          <p className={`story-verdict is-${story.outcome}`}>{story.verdict}</p>
        </>
      )}
      <CopyTree run={run} message={row.message} before={seq} />
    </div>
  );
}

/** The rows of the messages that fared worst, the worst first: as many as can be chosen from. */
function worstOf(scene: Scene): LedgerRow[] {
  const rows: LedgerRow[] = [];
  for (const outcome of WORST) {
    for (const message of scene.census.find(scene, outcome, NONE)) {
      rows.push(...ledgerRows(scene, scene.messages[message]!).filter((row) => row.outcome === outcome));
      if (rows.length >= CHOICES_MAX) return rows;
    }
  }
  return rows;
}

/** Of a message for several subscriptions, the one for which it fared worst. */
function worstRow(scene: Scene, message: MessageId): LedgerRow | undefined {
  const row = scene.messages[message];
  const rows = row === undefined ? [] : ledgerRows(scene, row);
  return rows.sort((a, b) => WORST.indexOf(a.outcome) - WORST.indexOf(b.outcome))[0];
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
