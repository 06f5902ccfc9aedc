import type { Outcome } from '../../analysis/outcomes';
import type { RunSummary } from '../../analysis/summary';
import type { Run } from '../app/runStore';
import { seek, hold } from '../app/clockStore';
import { CALM, useUiStore } from '../app/uiStore';
import { verbOf } from '../app/verbs';
import { Button } from '../design/Button';
import { formatTime } from '../design/format';
import { usePair } from './besideStore';
import './compare.css';
import { narratorOf } from '../app/telling';

/** What comes of both runs, beside one another, and where they part. */
export default function CompareBar() {
  const pair = usePair();
  const beside = useUiStore((state) => state.beside);
  if (pair === null || beside === null) return <p className="compare-wait">Computing the run beside …</p>;
  const { one, other, difference } = pair;
  const subscriptions = one.header.subscriptions.filter((name) => name in other.summary.outcomes);
  return (
    <div className="compare">
      <div className="compare-parting">
        <h2>Where they part</h2>
        {difference === null ? (
          <p>Nowhere: both are the same to the end.</p>
        ) : (
          <>
            <Button
              look="link"
              onClick={() => {
                hold();
                seek(difference.at);
              }}
            >
              {formatTime(difference.at)}
            </Button>
            <dl>
              <Told run={one} seq={difference.one} name={nameOf(one)} />
              <Told run={other} seq={difference.other} name={beside === CALM ? 'Without faults' : nameOf(other)} />
            </dl>
          </>
        )}
      </div>
      {subscriptions.map((name) => (
        <Outcomes
          key={name}
          subscription={name}
          verb={verbOf(one.header, name)}
          rows={[
            { name: nameOf(one), summary: one.summary },
            { name: beside === CALM ? 'Without faults' : nameOf(other), summary: other.summary },
          ]}
          named={subscriptions.length > 1}
        />
      ))}
    </div>
  );
}

const nameOf = ({ scenario }: Run): string =>
  scenario.variants.find(({ id }) => id === scenario.variant)?.title ?? scenario.title;

function Told({ run, seq, name }: { readonly run: Run; readonly seq: number | null; readonly name: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{seq === null ? 'It has ended.' : narratorOf(run).sentence(seq)}</dd>
    </div>
  );
}

const COLUMNS: readonly (readonly [Outcome, string])[] = [
  ['done', 'once'],
  ['duplicated', 'twice or more'],
  ['lost', 'lost'],
  ['deadLettered', 'dead-lettered'],
  ['expired', 'expired'],
  ['rejected', 'rejected'],
  ['pending', 'pending'],
];

interface OutcomesProps {
  readonly subscription: string;
  readonly verb: string;
  readonly rows: readonly { readonly name: string; readonly summary: RunSummary }[];
  readonly named: boolean;
}

/** At the end of each run. Columns in which both are nothing are left out. */
function Outcomes({ subscription, verb, rows, named }: OutcomesProps) {
  const at = (summary: RunSummary, outcome: Outcome): number => summary.outcomes[subscription]?.[outcome] ?? 0;
  const columns = COLUMNS.filter(
    ([outcome]) =>
      outcome === 'done' || outcome === 'duplicated' || rows.some(({ summary }) => at(summary, outcome) > 0),
  );
  return (
    <table className="compare-outcomes">
      <caption>
        At the end{named ? `, ${subscription}` : ''}
        {verb === '' ? '' : `: ${verb}`}
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr-only">Run</span>
          </th>
          {columns.map(([outcome, label]) => (
            <th key={outcome} scope="col">
              {label}
            </th>
          ))}
          <th scope="col">told yes</th>
          <th scope="col">took</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, summary }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {columns.map(([outcome]) => {
              const value = at(summary, outcome);
              const differs = rows.some((row) => at(row.summary, outcome) !== value);
              const look = value === 0 ? 'is-nothing' : `is-${outcome}`;
              return (
                <td key={outcome} className={differs ? `${look} is-different` : look}>
                  {value}
                </td>
              );
            })}
            <td>{summary.beliefs.acknowledged}</td>
            <td>{formatTime(summary.endedAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
