import { useEffect, useState } from 'react';
import { Button, IconButton } from '../design/Button';
import { CloseIcon } from '../design/icons';
import { dismissErrors, useRunStore, type Run } from './runStore';
import { formatTime } from '../design/format';
import { builtIn, open, setSetting, undo, useEditStore } from './editStore';
import { dismissNotice, showTab, useUiStore } from './uiStore';
import './notices.css';

/** What the page has to say beside the stage: parts of a link it cannot read, an engine that was started again. */
export default function Notices() {
  const notices = useUiStore((state) => state.notices);
  return (
    <div className="notices">
      <Refusal />
      <Cut />
      {notices.map(({ id, kind, text, raw }) => (
        <div key={id} className={`notice is-${kind}`} role={kind === 'warning' ? 'alert' : 'status'}>
          <div>
            <p>{text}</p>
            {raw !== null && (
              <code className="notice-raw" tabIndex={0}>
                {raw}
              </code>
            )}
          </div>
          <IconButton
            look="quiet"
            label="Dismiss"
            data-tip-align="end"
            data-tip-side="below"
            onClick={() => dismissNotice(id)}
          >
            <CloseIcon />
          </IconButton>
        </div>
      ))}
    </div>
  );
}

/** What a million records take of a page's memory at the most, in MB: measured, docs/performance.md. */
const MB_A_MILLION = 150;

const written = (records: number): string =>
  records >= 1e6 ? `${Number((records / 1e6).toFixed(1))} million` : records.toLocaleString('en');

/** A run that was ended by its limit: what that leaves out, and what it takes to have more of it. */
function Cut() {
  const run = useRunStore((state) => state.run);
  const [dismissed, dismiss] = useState<Run | null>(null);
  if (run === null || run.summary.ended !== 'limit' || dismissed === run) return null;
  const limit = run.scenario.recordLimit;
  const more = Math.min(limit * 2, run.scenario.recordLimitMax);
  const memory = Math.max(0.1, (more / 1e6) * MB_A_MILLION * 1e-3);
  return (
    <div className="notice is-warning" role="alert">
      <div>
        <p>
          This run was ended by its limit of {written(limit)} records, at {formatTime(run.summary.endedAt)}. What would
          have come after is not known.
        </p>
        {more > limit && (
          <div className="notice-choices">
            <Button onClick={() => setSetting('recordLimit', more, undefined)}>
              Raise it to {written(more)}: up to {memory.toFixed(1)} GB
            </Button>
          </div>
        )}
      </div>
      <IconButton look="quiet" label="Dismiss" data-tip-align="end" data-tip-side="below" onClick={() => dismiss(run)}>
        <CloseIcon />
      </IconButton>
    </div>
  );
}

/** A file, a link or a setting that does not hold together: where, and what was expected. The last good run stays. */
function Refusal() {
  const errors = useRunStore((state) => state.errors);
  const failure = useRunStore((state) => state.failure);
  const run = useRunStore((state) => state.run);
  const hasRun = run !== null;
  // The editor marks the same mistakes at their places.
  const isInEditor = useUiStore(({ tab, firstMinute }) => tab === 'file' && firstMinute.phase === 'over');
  const isOwn = useEditStore(({ edit }) => edit !== null && 'text' in edit.source);
  const undoable = useEditStore(({ past }) => past.length > 0);
  if (failure === null && (errors.length === 0 || isInEditor)) return null;
  const takeBack = (): void => {
    dismissErrors();
    undo();
  };
  return (
    <div className="notice is-refusal" role="alert">
      <div>
        <p className="notice-title">
          {failure === null ? 'This cannot be run as it stands' : 'The engine broke on this run. That is our mistake.'}
        </p>
        {failure !== null && (
          <code className="notice-raw" tabIndex={0}>
            {failure}
          </code>
        )}
        <dl>
          {errors.slice(0, ERRORS_MAX).map(({ where, message }) => (
            <div key={`${where} ${message}`}>
              <dt>
                <code>{where === '' ? 'file' : where}</code>
              </dt>
              <dd>{message}</dd>
            </div>
          ))}
        </dl>
        {errors.length > ERRORS_MAX && <p>and {errors.length - ERRORS_MAX} more.</p>}
        <div className="notice-choices">
          {isOwn && <Button onClick={() => showTab('file')}>Mend it in the file</Button>}
          {undoable && <Button onClick={takeBack}>Undo the last change</Button>}
          {!hasRun && <Nearest />}
          {hasRun && !undoable && <Button onClick={() => keep(run)}>Keep what is on screen</Button>}
        </div>
      </div>
    </div>
  );
}

/** Goes back to what made the run on screen. */
function keep({ request }: Run): void {
  dismissErrors();
  open(request);
}

/** The built-in scenario whose name is nearest to the one that does not exist; else the first of all. */
function Nearest() {
  const source = useEditStore(({ edit }) => edit?.source ?? null);
  const [found, setFound] = useState<{ readonly id: string; readonly title: string } | null>(null);
  const asked = source !== null && 'id' in source ? source.id : '';
  useEffect(() => {
    let isStale = false;
    void Promise.all([import('../../scenario/catalogue'), import('../../scenario/errors')]).then(
      ([{ catalogue, HOME }, { nearest }]) => {
        const id =
          nearest(
            asked,
            catalogue.map((file) => file.id),
          ) ?? HOME;
        const file = catalogue.find((one) => one.id === id);
        if (!isStale && file !== undefined) setFound({ id, title: file.title });
      },
    );
    return () => {
      isStale = true;
    };
  }, [asked]);
  return found === null ? null : <Button onClick={() => open(builtIn(found.id))}>Open “{found.title}”</Button>;
}

const ERRORS_MAX = 6;
