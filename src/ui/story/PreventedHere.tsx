import type { Cost } from '../../analysis/prevented';
import { NONE } from '../../engine/units';
import { messageTitle } from '../app/acts/names';
import { hold, seek } from '../app/clockStore';
import { usePreventedStore } from '../app/preventedStore';
import type { Run } from '../app/runStore';
import { goToRecord } from '../app/stepping';
import { formatLength, formatTime } from '../design/format';

/** What this variant prevents, where, and what it costs: counted from this run and the first variant's. */
export function PreventedHere({ run }: { readonly run: Run }) {
  const { of, prevented, cost, against } = usePreventedStore((state) => state);
  if (of !== run || prevented.length === 0) return null;
  const [one] = run.header.noun;
  const cases = cost === null ? [] : costTexts(cost);
  return (
    <section className="mirror" aria-label="Prevented here">
      <h3>Prevented here</h3>
      <ul>
        {prevented.map(({ message, subscription, place, seq, at }) => (
          <li key={`${message}/${subscription}`}>
            <button
              onClick={() => {
                if (seq !== NONE) return goToRecord(seq);
                hold();
                seek(at);
              }}
            >
              <time>{formatTime(at)}</time> {messageTitle(run.header, message)} would have been{' '}
              {run.header.places[place]?.verb || 'done'} again: in “{against}” it is.
            </button>
          </li>
        ))}
      </ul>
      {cases.length > 0 && (
        <p>
          What it costs each {one} that nothing goes wrong with: {cases.join('; ')}.
        </p>
      )}
    </section>
  );
}

function costTexts({ rows, requests, work }: Cost): string[] {
  const trips = requests.filter(([, more]) => more > 0);
  const count = trips.reduce((sum, [, more]) => sum + more, 0);
  return [
    ...rows.map(([table, more]) => `${signed(more)} ${Math.abs(more) === 1 ? 'row' : 'rows'} in ${table}`),
    ...(count === 0
      ? []
      : [
          `${signed(count)} ${count === 1 ? 'round trip' : 'round trips'} (${trips.map(([label]) => label).join(', ')})`,
        ]),
    ...(work === 0 ? [] : [`${formatLength(Math.abs(work))} ${work > 0 ? 'more' : 'less'} at work`]),
  ];
}

const signed = (more: number): string => (more > 0 ? `${more} more` : `${-more} fewer`);
