import { useMoment } from '../app/useMoment';
import { verbOf } from '../app/verbs';
import { columnsOf, matrixAt, matrixTitle } from './figures';
import './matrix.css';

/** What the producer was told × what really happened. What lies off the diagonal is what guarantees are about. */
export function Matrix({ subscription }: { readonly subscription: string }) {
  const moment = useMoment();
  if (moment === null) return null;
  const { run, scene } = moment;
  const columns = columnsOf(verbOf(run.header, subscription));
  return (
    <table className="matrix">
      <caption>{matrixTitle(run.header)}</caption>
      <thead>
        <tr>
          <td />
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {matrixAt(scene, run.header, subscription).map(({ belief, label, counts, pending }) => (
          <tr key={belief}>
            <th scope="row">{label}</th>
            {counts.map((count, effects) => (
              <Cell
                key={columns[effects]}
                count={count}
                effects={effects}
                pending={effects === 0 ? pending : 0}
                told={belief}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly count: number;
  readonly effects: number;
  readonly pending: number;
  readonly told: string;
}

function Cell({ count, effects, pending, told }: CellProps) {
  const tone =
    count === 0
      ? 'none'
      : effects >= 2
        ? 'twice'
        : effects === 1
          ? told === 'acknowledged'
            ? 'done'
            : 'unsure'
          : told === 'acknowledged'
            ? 'lost'
            : 'unsure';
  return (
    <td className={`matrix-cell is-${tone}`}>
      <span className="matrix-count">{count === 0 && pending > 0 ? '' : count}</span>
      {pending > 0 && <span className="matrix-pending">{pending} pending</span>}
    </td>
  );
}
