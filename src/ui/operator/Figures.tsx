import { Fragment } from 'react';
import type { Metric, OperatorBook, TableNow } from '../../analysis/operator/book';
import type { System } from '../../analysis/operator/systems';
import { numberText } from '../../analysis/operator/tables';
import type { Scene } from '../../analysis/scene/scene';
import { clockStore } from '../app/clockStore';
import { toggleMetric, useMetricStore } from '../app/metricStore';
import type { Run } from '../app/runStore';
import { say } from '../app/speech';
import { Spark } from './Spark';

interface Props {
  readonly run: Run;
  readonly scene: Scene;
  readonly book: OperatorBook;
  readonly systems: readonly System[];
}

/** What the commands of each system print, and its metrics. */
export function Figures({ run, scene, book, systems }: Props) {
  const tables = book.tablesAt(scene);
  const metrics = book.metricsAt(scene);
  const isLit = litNow(run, scene);
  return (
    <div className="operator-figures" tabIndex={0} role="region" aria-label="Commands and metrics">
      {systems.map((system) => {
        const own = tables.filter((table) => table.system === system);
        const counted = metrics.filter((metric) => metric.system === system);
        if (own.length === 0 && counted.length === 0 && book.answer(system, scene) === 'up') return null;
        return (
          <section key={system.id} className="operator-system" aria-label={`The tools of ${system.name}`}>
            <h2>
              {system.name}
              {system.kind !== '' && <span> {system.kind}</span>}
              <State answer={book.answer(system, scene)} />
            </h2>
            {own.map((table) => (
              <Table key={table.command} table={table} isLit={isLit} />
            ))}
            {counted.length > 0 && <Metrics run={run} metrics={counted} told={scene.seq} isLit={isLit} />}
          </section>
        );
      })}
    </div>
  );
}

/** Time on screen for which a figure that has changed is lit. */
const LIT_MS = 450;

/** Whether a record is so recent that what it changed is lit: of this moment, or of a blink ago while it plays. */
function litNow({ trace }: Run, { at }: Scene): (changed: number) => boolean {
  const { playing, speed } = clockStore.getState();
  const since = at - (playing ? LIT_MS * 1000 * speed : 0);
  return (changed) => changed >= 0 && trace.timeAt(changed) >= Math.floor(since);
}

const State = ({ answer }: { readonly answer: ReturnType<OperatorBook['answer']> }) =>
  answer === 'up' ? null : <b className="operator-state">{answer === 'down' ? 'is down' : 'does not answer'}</b>;

interface TableProps {
  readonly table: TableNow;
  readonly isLit: (changed: number) => boolean;
}

function Table({ table: { of, command, rows, notices, answer, error }, isLit }: TableProps) {
  return (
    <div className="operator-table">
      <p className="operator-command">
        <code>{command}</code>
      </p>
      {answer === 'up' ? (
        <table>
          <caption className="sr-only">What {command} prints</caption>
          <thead>
            <tr>
              {of.columns.map(({ title, help }) => (
                <th key={title} scope="col" title={help}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, index) => (
              <tr key={index}>
                {cells.map(({ text, isNumber, changed }, column) => (
                  <td
                    key={column}
                    className={`${isNumber ? 'is-number' : ''}${isLit(changed) ? ' is-lit' : ''}` || undefined}
                  >
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="operator-notice">{error === '' ? '…' : error}</p>
      )}
      {notices.map((notice) => (
        <p key={notice} className="operator-notice">
          {notice}
        </p>
      ))}
    </div>
  );
}

interface MetricsProps {
  readonly run: Run;
  readonly metrics: readonly Metric[];
  readonly told: number;
  readonly isLit: (changed: number) => boolean;
}

function Metrics({ run, metrics, told, isLit }: MetricsProps) {
  const plotted = useMetricStore((state) => state.plotted);
  return (
    <table className="operator-metrics">
      <caption className="sr-only">Metrics; a click on one plots it</caption>
      <tbody>
        {metrics.map((metric) => {
          const { name, of, steps } = metric;
          const text = numberText(steps.at(told), 'NaN');
          const isPlotted = plotted.includes(name);
          return (
            <tr key={name}>
              <th scope="row">
                <button
                  className="operator-metric"
                  aria-pressed={isPlotted}
                  title={`${of.help}. A click ${isPlotted ? 'takes it out of' : 'shows it in'} Plots.`}
                  onClick={() =>
                    say(toggleMetric(name) ? 'It is plotted under Plots.' : 'It is no longer plotted.', 'now')
                  }
                >
                  <Breakable text={name} />
                </button>
              </th>
              <td className="operator-spark">
                <Spark run={run} metric={metric} told={told} />
              </td>
              <td className={`is-number${isLit(steps.changedBefore(told)) ? ' is-lit' : ''}`}>{text}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** A long name that may be broken where its parts meet. */
const Breakable = ({ text }: { readonly text: string }) =>
  text.split(/(?=[{,:])/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
