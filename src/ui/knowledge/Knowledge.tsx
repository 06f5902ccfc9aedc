import { knowledgeOf, readWorks, type Known } from '../../analysis/knowledge';
import { ledgerRows } from '../../analysis/ledger';
import type { MessageScene, Scene } from '../../analysis/scene/scene';
import type { NodeInfo } from '../../engine/trace/header';
import { messageTitle } from '../app/acts/names';
import type { Run } from '../app/runStore';
import { messageOf } from '../app/selectedMessage';
import { hover, select, useSelectionStore } from '../app/selectionStore';
import { useMoment } from '../app/useMoment';
import { useWork } from '../app/work';
import { count } from '../design/format';
import { Token } from '../design/Token';
import { Verdict } from '../design/Verdict';
import { useWindow } from '../design/useWindow';
import './knowledge.css';

const ROW_HEIGHT = 28;
const COLUMNS = ['producer', 'service', 'broker', 'consumer', 'store'] as const;

const readRun = ({ reading }: Run) => readWorks(reading);

/** Who knew what at this moment: each message as each node has it, beside what is true. */
export default function Knowledge() {
  const moment = useMoment();
  const all = moment?.scene.messages ?? NONE_YET;
  const { ref, onScroll, window, height, topOf } = useWindow(all.length, ROW_HEIGHT);
  const lit = useSelectionStore(({ hovered, selected }) =>
    hovered?.kind === 'node' ? hovered.node : selected?.kind === 'node' ? selected.node : null,
  );
  const isRead = useWork(moment?.run ?? null, readRun) !== null;
  if (moment === null) return null;
  if (!isRead) return <p className="knowledge-reading">Reading {count(moment.run.records, 'record')}…</p>;
  const { run, scene } = moment;
  const nodes = [...run.header.nodes].sort(
    (a, b) => COLUMNS.indexOf(a.column) - COLUMNS.indexOf(b.column) || a.id - b.id,
  );
  const views = nodes.map((node) => ({
    node,
    known: knowledgeOf(run.reading, scene, node.id, window.from, window.to),
  }));
  const [one, many] = run.header.noun;
  return (
    <div className="knowledge" ref={ref} onScroll={onScroll} tabIndex={-1}>
      <table>
        <caption className="sr-only">What each node knows of each {one} at this moment, and what is true</caption>
        <thead>
          <tr>
            <th scope="col">{one}</th>
            {nodes.map((node) => (
              <Head key={node.id} node={node} state={scene.nodes[node.id]?.state} isLit={lit === node.id} />
            ))}
            <th scope="col" className="knowledge-truth">
              in truth
            </th>
          </tr>
        </thead>
        <tbody onPointerLeave={() => hover(null)}>
          <Spare height={topOf(window.from)} columns={nodes.length + 2} />
          {all.slice(window.from, window.to).map((row, index) => (
            <Row
              key={row.message}
              run={run}
              scene={scene}
              row={row}
              lit={lit}
              cells={views.map(({ node, known }) => ({ node, known: known[index]! }))}
            />
          ))}
          <Spare height={height - topOf(window.to)} columns={nodes.length + 2} />
        </tbody>
      </table>
      {all.length === 0 && <p className="knowledge-empty">Nobody knows of any {many} yet.</p>}
    </div>
  );
}

const NONE_YET: readonly MessageScene[] = [];

const Spare = ({ height, columns }: { readonly height: number; readonly columns: number }) =>
  height > 0 ? (
    <tr aria-hidden="true" style={{ height }}>
      <td colSpan={columns} />
    </tr>
  ) : null;

const STATES = {
  up: '',
  down: 'down: knows nothing',
  paused: 'paused',
  'not-started': 'not started',
  ended: 'ended',
} as const;

interface HeadProps {
  readonly node: NodeInfo;
  readonly state: keyof typeof STATES | undefined;
  readonly isLit: boolean;
}

function Head({ node, state, isLit }: HeadProps) {
  return (
    <th scope="col" className={isLit ? 'is-lit' : ''} onPointerEnter={() => hover({ kind: 'node', node: node.id })}>
      <button onClick={({ clientX: x, clientY: y }) => select({ kind: 'node', node: node.id }, { x, y })}>
        {node.title}
      </button>
      {state !== undefined && STATES[state] !== '' && <small>{STATES[state]}</small>}
    </th>
  );
}

interface RowProps {
  readonly run: Run;
  readonly scene: Scene;
  readonly row: MessageScene;
  readonly lit: number | null;
  readonly cells: readonly { readonly node: NodeInfo; readonly known: Known }[];
}

function Row({ run, scene, row, lit, cells }: RowProps) {
  const { message } = row;
  const isLit = useSelectionStore(({ selected, hovered }) =>
    [selected, hovered].some((thing) => messageOf(thing) === message),
  );
  return (
    <tr className={isLit ? 'is-lit' : ''}>
      <th scope="row" onPointerEnter={() => hover({ kind: 'message', message })}>
        <button
          aria-label={messageTitle(run.header, message)}
          onClick={({ clientX: x, clientY: y }) => select({ kind: 'message', message }, { x, y })}
        >
          <Token number={run.header.messages[message]?.number ?? '?'} hue={run.hues[message] ?? 'slate'} />
        </button>
      </th>
      {cells.map(({ node, known: { belief, blind } }) => (
        <td
          key={node.id}
          className={`${lit === node.id ? 'is-lit' : ''}${belief === null ? ' is-nothing' : ''}`}
          onPointerEnter={() => hover({ kind: 'node', node: node.id })}
        >
          {belief ?? <span aria-label="knows nothing of it">·</span>}
          {blind !== null && <span className="knowledge-blind">cannot know: {blind}</span>}
        </td>
      ))}
      <td className="knowledge-truth">
        <span>
          {ledgerRows(scene, row).map(({ subscription, outcome, verdict }) => (
            <Verdict key={subscription} outcome={outcome} verdict={verdict} />
          ))}
        </span>
      </td>
    </tr>
  );
}
