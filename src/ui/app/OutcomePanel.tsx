import { useState } from 'react';
import { Ledger } from '../ledger/Ledger';
import { Matrix } from '../matrix/Matrix';
import { Promises } from '../promises/Promises';
import { useRunStore } from './runStore';

/** What came of the messages so far: in counts, one by one, and what the scenario promises of the whole run. */
export function OutcomePanel() {
  const subscriptions = useRunStore(({ run }) => run?.header.subscriptions ?? NONE_YET);
  const [chosen, choose] = useState<string | null>(null);
  const subscription = chosen !== null && subscriptions.includes(chosen) ? chosen : subscriptions[0];
  if (subscription === undefined) return null;
  return (
    <div className="outcome">
      {subscriptions.length > 1 && (
        <label className="outcome-of">
          Seen from
          <select value={subscription} onChange={(event) => choose(event.target.value)}>
            {subscriptions.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      <Matrix subscription={subscription} />
      <Ledger subscription={subscription} />
      <Promises />
    </div>
  );
}

const NONE_YET: readonly string[] = [];
