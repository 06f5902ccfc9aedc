import { useMemo, type KeyboardEvent } from 'react';
import { knowsAcks, ledgerRows, TOLD_GLYPHS, type LedgerRow } from '../../analysis/ledger';
import { messageTitle } from '../app/acts/names';
import type { Run } from '../app/runStore';
import { hover, select, useSelectionStore } from '../app/selectionStore';
import { messageOf } from '../app/selectedMessage';
import { useMoment } from '../app/useMoment';
import { verbOf } from '../app/verbs';
import { Token } from '../design/Token';
import { Verdict } from '../design/Verdict';
import { useWindow } from '../design/useWindow';
import './ledger.css';

const ROW_HEIGHT = 28;

/** One row a message, one column a stage of its way, so that a class can point at the row that went wrong. */
export function Ledger({ subscription }: { readonly subscription: string }) {
  const moment = useMoment();
  const all = moment?.scene.messages;
  const rows = all === undefined ? 0 : all.length;
  const { ref, onScroll, window, height, topOf } = useWindow(rows, ROW_HEIGHT);
  if (moment === null || all === undefined) return null;
  const { run, scene } = moment;
  const id = run.header.subscriptions.indexOf(subscription);
  const shown = all
    .slice(window.from, window.to)
    .flatMap((message) => ledgerRows(scene, message).filter((row) => row.subscription === id));
  const [one, many] = run.header.noun;
  const acks = knowsAcks(run.header);
  return (
    <div className="ledger" ref={ref} onScroll={onScroll} tabIndex={-1}>
      <table aria-rowcount={rows + 1}>
        <caption>
          Ledger{' '}
          <small>
            {rows} {rows === 1 ? one : many}
          </small>
        </caption>
        <Heads noun={one} verb={verbOf(run.header, subscription) || 'effects'} acks={acks} />
        <tbody onKeyDown={rove} onPointerLeave={() => hover(null)}>
          <Spare height={topOf(window.from)} />
          {shown.map((row, index) => (
            <Row key={row.message} row={row} run={run} acks={acks} isFirst={index === 0} />
          ))}
          <Spare height={height - topOf(window.to)} />
        </tbody>
      </table>
      {rows === 0 && (
        <p className="ledger-empty">
          A row appears when {/^[aeiou]/.test(one) ? 'an' : 'a'} {one} is produced.
        </p>
      )}
    </div>
  );
}

interface HeadsProps {
  readonly noun: string;
  readonly verb: string;
  /** Whether there is a column for acks. */
  readonly acks: boolean;
}

function Heads({ noun, verb, acks }: HeadsProps) {
  return (
    <thead>
      <tr>
        <th scope="col">{noun}</th>
        <th scope="col" title="What the producer was told">
          told
        </th>
        <th scope="col" title="Stored by the broker">
          stored
        </th>
        <th scope="col" title="Times it came into a consumer’s hand">
          delivered
        </th>
        <th scope="col" title="Times it had its effect">
          {verb}
        </th>
        {acks && (
          <th scope="col" title="Times a consumer acked it">
            acked
          </th>
        )}
        <th scope="col">
          <span className="sr-only">outcome</span>
        </th>
      </tr>
    </thead>
  );
}

/** Room for rows that are not drawn. */
const Spare = ({ height }: { readonly height: number }) =>
  height > 0 ? <tr aria-hidden="true" style={{ height }} /> : null;

const TOLD_WORDS = { yes: 'told yes', no: 'told no', waiting: 'waiting', never: 'never heard' } as const;

interface RowProps {
  readonly row: LedgerRow;
  readonly run: Run;
  readonly acks: boolean;
  readonly isFirst: boolean;
}

function Row({ row, run, acks, isFirst }: RowProps) {
  const { message, told, stored, delivered, effects, acked, outcome, verdict } = row;
  const lit = useSelectionStore(({ selected, hovered }) =>
    [selected, hovered].some((one) => messageOf(one) === message),
  );
  const title = useMemo(() => messageTitle(run.header, message), [run, message]);
  const point = (element: Element) => {
    const { left, bottom } = element.getBoundingClientRect();
    return { x: left, y: bottom };
  };
  return (
    <tr className={`is-${outcome}${lit ? ' is-lit' : ''}`} onPointerEnter={() => hover({ kind: 'message', message })}>
      <th scope="row">
        <button
          className="ledger-message"
          tabIndex={isFirst ? 0 : -1}
          aria-label={title}
          onFocus={() => hover({ kind: 'message', message })}
          onClick={(event) => select({ kind: 'message', message }, point(event.currentTarget))}
        >
          <Token number={run.header.messages[message]?.number ?? '?'} hue={run.hues[message] ?? 'slate'} />
        </button>
      </th>
      <td className={told === 'no' ? 'is-bad' : ''} title={TOLD_WORDS[told]}>
        <span aria-hidden="true">{TOLD_GLYPHS[told]}</span>
        <span className="sr-only">{TOLD_WORDS[told]}</span>
      </td>
      <Figure value={stored} />
      <Figure value={delivered} loud={delivered > 1 && outcome === 'duplicated'} />
      <Figure value={effects} loud={effects > 1} />
      {acks && <Figure value={acked} />}
      <td className="ledger-verdict">
        <Verdict outcome={outcome} verdict={verdict} />
      </td>
    </tr>
  );
}

function Figure({ value, loud = false }: { readonly value: number; readonly loud?: boolean }) {
  return (
    <td className={loud ? 'is-loud' : value === 0 ? 'is-nothing' : ''}>
      {value === 0 ? (
        <>
          <span aria-hidden="true">·</span>
          <span className="sr-only">0</span>
        </>
      ) : (
        value
      )}
    </td>
  );
}

/** One tab stop for the whole table; up and down go from row to row. */
function rove(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.ledger-message')];
  const next =
    buttons[buttons.findIndex((button) => button === document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
