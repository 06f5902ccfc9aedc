import { useState } from 'react';
import type { Outcome } from '../../analysis/outcomes';
import type { SweepFault, SweptPlace } from '../../analysis/sweep';
import type { TraceHeader } from '../../engine/trace/header';
import { useRunStore } from '../app/runStore';
import { clearSweep, startSweep, stopSweep, tryPlace, useSweepStore } from '../app/sweepStore';
import { Button } from '../design/Button';
import { count, formatTime } from '../design/format';
import { Popup } from '../design/Popup';
import { Verdict } from '../design/Verdict';
import './whatIf.css';

/** Bad places that are listed; the strip shows all. */
const LISTED_MAX = 60;
/** How long a struck node stays down or asleep. */
const AWAY = '1s';

/** One fault at every moment: which, how far, and where it would hurt. */
export function WhatIf() {
  const header = useRunStore((state) => state.run?.header);
  const { places, of, running, failure } = useSweepStore((state) => state);
  const [chosen, choose] = useState('lose');
  if (header === undefined) return null;
  const faults = faultsOf(header);
  const fault = (faults.find(({ id }) => id === chosen) ?? faults[0]!).fault;
  return (
    <Popup
      role="dialog"
      label="One fault at every moment"
      side="above"
      align="end"
      className="what-if"
      triggerClass="what-if-button"
      trigger={
        <>
          What if<span className="what-if-dots"> …</span>
        </>
      }
      filled={places.length > 0}
    >
      <p>
        What would come of one fault, if it came at this moment, or that? All places are tried, each in a run of its
        own.
      </p>
      <div className="what-if-row">
        <select aria-label="Fault" value={chosen} onChange={(event) => choose(event.target.value)}>
          {faults.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
        {running ? (
          <Button onClick={stopSweep}>Stop</Button>
        ) : (
          <Button look="primary" onClick={() => void startSweep(fault)}>
            Try all
          </Button>
        )}
      </div>
      {running && (
        <progress value={places.length} max={Math.max(1, of)} aria-label="Places tried">
          {places.length} of {of}
        </progress>
      )}
      {failure !== null && <p className="what-if-failure">It broke: {failure}</p>}
      {places.length > 0 && <Results places={places} running={running} />}
    </Popup>
  );
}

const WORDS: { readonly [O in Outcome]: string } = {
  done: 'harmless',
  duplicated: 'duplicates',
  lost: 'losses',
  deadLettered: 'dead letters',
  expired: 'expired',
  rejected: 'rejected',
  pending: 'unfinished',
};

function Results({ places, running }: { readonly places: readonly SweptPlace[]; readonly running: boolean }) {
  const tally = new Map<Outcome, number>();
  for (const { worst } of places) tally.set(worst, (tally.get(worst) ?? 0) + 1);
  const bad = places.filter(({ worst }) => worst !== 'done');
  return (
    <>
      <p role="status" className="what-if-sum">
        {count(places.length, 'place')} tried{running ? ' so far' : ''}:{' '}
        {[...tally].map(([outcome, number]) => `${number} ${WORDS[outcome]}`).join(', ')}.
      </p>
      <ol aria-label="Where it would hurt">
        {bad.slice(0, LISTED_MAX).map((place, index) => (
          <li key={`${index}-${place.at}`}>
            <button onClick={() => tryPlace(place)} title="Try it here">
              <time>{formatTime(place.at)}</time>
              <span>{place.label}</span>
              <Verdict outcome={place.worst} verdict={verdictOf(place)} />
            </button>
          </li>
        ))}
      </ol>
      {bad.length > LISTED_MAX && <p>And {bad.length - LISTED_MAX} more, on the strip.</p>}
      <div className="faults-foot">
        <Button look="quiet" onClick={clearSweep}>
          Clear
        </Button>
      </div>
    </>
  );
}

export const verdictOf = ({ worst, counts }: SweptPlace): string =>
  worst === 'done' ? 'all once' : `${counts[worst]} ${worst === 'deadLettered' ? 'dead-lettered' : worst}`;

/** What can be tried in this run: packets by their role in the conversation, and the processes. */
function faultsOf({ vocabulary, nodes }: TraceHeader): { id: string; label: string; fault: SweepFault }[] {
  const roles = [...new Set(vocabulary.packets.filter(({ quiet }) => quiet !== true).map(({ role }) => role))];
  const labelsOf = (role: string): string =>
    [
      ...new Set(
        vocabulary.packets.filter((packet) => packet.role === role && packet.quiet !== true).map(({ label }) => label),
      ),
    ]
      .slice(0, 3)
      .join(', ');
  const processes = nodes.filter(({ column }) => column !== 'store');
  return [
    { id: 'lose', label: 'Lose any packet', fault: { kind: 'lose', role: null } },
    ...roles.map((role) => ({
      id: `lose-${role}`,
      label: `Lose a packet: ${labelsOf(role)}`,
      fault: { kind: 'lose', role } as const,
    })),
    ...(['crash', 'pause'] as const).flatMap((kind) =>
      processes.map(({ name, title }) => ({
        id: `${kind}-${name}`,
        label: `${kind === 'crash' ? 'Crash' : 'Pause'} ${title} for ${AWAY.replace('s', ' s')}`,
        fault: { kind, whom: name, for: AWAY } as const,
      })),
    ),
  ];
}
