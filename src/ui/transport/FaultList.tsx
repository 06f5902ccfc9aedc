import { change, removeFault, useEditStore } from '../app/editStore';
import { useRunStore } from '../app/runStore';
import { goToRecord } from '../app/stepping';
import { Button, IconButton } from '../design/Button';
import { count, formatTime } from '../design/format';
import { Popup } from '../design/Popup';
import { BoltIcon, ChevronIcon, CloseIcon } from '../design/icons';
import { struckBy } from './marks';

/** The faults of this run, each as a sentence: when it struck, or that it found no occasion. */
export function FaultList() {
  const run = useRunStore((state) => state.run);
  const own = useEditStore(({ edit }) => edit?.faults === 'own');
  if (run === null) return null;
  const { faults, faultTexts, ownFaults } = run.scenario;
  return (
    <Popup
      role="dialog"
      label="Faults"
      side="above"
      align="end"
      className="faults"
      triggerClass="faults-button"
      triggerLabel={faults.length === 0 ? 'No faults' : count(faults.length, 'fault')}
      trigger={
        <>
          <BoltIcon />
          {faults.length > 0 && <span className="faults-number">{faults.length}</span>}
          <span className="faults-word">
            {faults.length === 0 ? 'No faults' : faults.length === 1 ? 'fault' : 'faults'}
          </span>
          <ChevronIcon />
        </>
      }
    >
      {faults.length === 0 ? (
        <p className="faults-empty">
          No faults: all goes well. Click anything that moves. Or press <kbd>L</kbd>.
        </p>
      ) : (
        <ol aria-label="Faults">
          {faults.map((_, index) => (
            <FaultRow
              key={`${index}-${faultTexts[index]}`}
              index={index}
              text={faultTexts[index] ?? ''}
              at={run.summary.faults[index]?.at ?? null}
            />
          ))}
        </ol>
      )}
      <div className="faults-foot">
        {ownFaults.length > 0 && !own && (
          <Button look="quiet" onClick={() => change({ faults: 'own' })}>
            Show this scenario’s own
          </Button>
        )}
        {faults.length > 0 && (
          <Button look="quiet" onClick={() => change({ faults: [] })}>
            Remove all
          </Button>
        )}
      </div>
    </Popup>
  );
}

function FaultRow({ index, text, at }: { readonly index: number; readonly text: string; readonly at: number | null }) {
  const run = useRunStore((state) => state.run)!;
  const mark = struckBy(run, index);
  return (
    <li className={at === null ? 'fault is-idle' : 'fault'}>
      <button
        className="fault-text"
        disabled={mark === null}
        onClick={() => mark !== null && goToRecord(mark)}
        title={mark !== null ? 'Go to the moment it strikes' : undefined}
      >
        <span>{text}</span>
        <small>{at === null ? 'found no occasion' : `struck at ${formatTime(at)}`}</small>
      </button>
      <IconButton
        look="quiet"
        label={`Remove: ${text}`}
        data-tip="Remove"
        data-tip-align="end"
        onClick={() => removeFault(index, run.scenario.faults)}
      >
        <CloseIcon />
      </IconButton>
    </li>
  );
}
