import { finishedSentence } from '../../analysis/ledger';
import { KIND } from '../../engine/trace/record';
import { messageOfLine } from '../app/lines';
import { useClockStore } from '../app/clockStore';
import { mendIt } from '../app/firstMinute';
import { goToRecord } from '../app/stepping';
import { showTab, useUiStore } from '../app/uiStore';
import { useMoment } from '../app/useMoment';
import { Button } from '../design/Button';
import { formatTime } from '../design/format';
import { Token } from '../design/Token';
import { questionAt } from './question';
import './foot.css';
import { narratorOf } from '../app/telling';

/** The sentence of now: what just happened and why, and the next question. */
export function Foot() {
  const moment = useMoment();
  const exact = useClockStore(({ seq }) => seq !== null);
  const tab = useUiStore((state) => state.tab);
  const atEnd = useClockStore(({ time, end }) => time >= end && end > 0);
  if (moment === null) return null;
  const { run, scene, seq } = moment;
  const now = narratorOf(run).current(seq, exact);
  const message = now === null ? -1 : messageOfLine(run, now.seq);
  const { whySeq } = now ?? { whySeq: null };
  const said =
    now === null
      ? 'Nothing has happened yet.'
      : run.trace.kindAt(now.seq) === KIND.ended
        ? finishedSentence(scene, run.header)
        : now.sentence;
  return (
    <>
      {message >= 0 && (
        <Token number={run.header.messages[message]?.number ?? '?'} hue={run.hues[message] ?? 'slate'} />
      )}
      {now !== null && <b className="foot-time">{formatTime(now.at)}</b>}
      <p className="foot-text" title={`${said} ${now?.why ?? ''}`}>
        <span className="foot-now">{said}</span>{' '}
        {now !== null &&
          now.why !== null &&
          (whySeq === null ? (
            now.why
          ) : (
            <button className="foot-why" title="Go to that moment" onClick={() => goToRecord(whySeq)}>
              {now.why}
            </button>
          ))}
      </p>
      <Ask question={questionAt(scene, run.scenario, tab, atEnd)} attempt={run.scenario.attempt} />
    </>
  );
}

function Ask({ question, attempt }: { readonly question: ReturnType<typeof questionAt>; readonly attempt: string }) {
  switch (question) {
    case 'why':
      return (
        <Button look="link" onClick={() => showTab('story')}>
          Why?
        </Button>
      );
    case 'mend':
      return (
        <Button look="link" onClick={mendIt}>
          Mend it
        </Button>
      );
    case 'attempt':
      return (
        <Button look="link" title={attempt} onClick={() => showTab('settings')}>
          Try this
        </Button>
      );
    case null:
      return null;
  }
}
