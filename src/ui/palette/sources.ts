import { ledgerRows } from '../../analysis/ledger';
import type { Scene } from '../../analysis/scene/scene';
import { KIND } from '../../engine/trace/record';
import type { MessageId } from '../../engine/units';
import type { ScenarioFile } from '../../scenario/schema/scenario';
import { messageTitle, nodeTitle } from '../app/acts/names';
import { titleOf } from '../app/acts/titleOf';
import { actsNow, perform } from '../app/breaking';
import { SPEEDS, setSpeed } from '../app/clockStore';
import { commands } from '../app/commands';
import { showKey } from '../app/commands/command';
import { choicesBeside } from '../app/commands/compare';
import { change, removeFault } from '../app/editStore';
import { openScenario } from '../app/opening';
import { runStore, type Run } from '../app/runStore';
import { sceneStore } from '../app/sceneStore';
import { select, selectionStore, type Selection } from '../app/selectionStore';
import { goToRecord } from '../app/stepping';
import { showBeside } from '../app/uiStore';
import { formatSpeed } from '../design/format';
import { item, type Item } from './item';

/** Of packets, nodes and messages so many are offered at a time; a query narrows them down. */
const PACKETS_MAX = 8;
const MESSAGES_MAX = 20;

/** Everything that can be done now, by group: what is selected first, then commands, then what can be opened. */
export function itemsNow(query: string, catalogue: readonly ScenarioFile[]): Item[] {
  const { run } = runStore.getState();
  return [
    ...actsOnSelected(),
    ...commandItems(),
    ...(run === null ? [] : runItems(run, query)),
    ...scenarioItems(catalogue, run?.scenario.id ?? ''),
  ];
}

/** Messages alone, by number or name. */
export function messagesNow(query: string): Item[] {
  const { run } = runStore.getState();
  return run === null ? [] : messageItems(run, query);
}

function runItems(run: Run, query: string): Item[] {
  return [
    ...packetActs(run),
    ...nodeActs(run),
    ...faultItems(run),
    ...variantItems(run),
    ...besideItems(run),
    ...SPEEDS.map((speed) => item('Speed', `Speed ${formatSpeed(speed)}`, () => setSpeed(speed))),
    ...messageItems(run, query),
  ];
}

const commandItems = (): Item[] =>
  commands
    .filter(({ name, when }) => name !== 'palette' && name !== 'closeAll' && when())
    .map(({ name, label, keys, group, do: act }) =>
      item(group, label, act, { id: name, key: keys[0] === undefined ? '' : showKey(keys[0]) }),
    );

function actItems(selection: Selection, group: string, about: string, of: (index: number) => boolean): Item[] {
  return actsNow(selection)
    .filter((_, index) => of(index))
    .map((act) =>
      item(group, act.label, () => perform(act), {
        id: `${about}/${act.id}`,
        note: [about, act.disabled ?? act.note ?? ''].filter((part) => part !== '').join(' · '),
        key: act.key ?? '',
        disabled: act.disabled,
      }),
    );
}

function actsOnSelected(): Item[] {
  const { selected } = selectionStore.getState();
  return selected === null ? [] : actItems(selected, 'Selected', titleOf(selected), () => true);
}

/** Losing is what a packet under way is for. */
function packetActs({ header }: Run): Item[] {
  const packets = [...(sceneStore.getState().scene?.packets.values() ?? [])];
  return packets
    .filter(({ isLost, messages }) => !isLost && messages.length > 0)
    .slice(0, PACKETS_MAX)
    .flatMap(({ packet, from, to }) => {
      const way = `${nodeTitle(header, from)} → ${nodeTitle(header, to)}`;
      return actItems({ kind: 'packet', packet }, 'Under way', way, (index) => index === 0);
    });
}

function nodeActs({ header }: Run): Item[] {
  return header.nodes.flatMap(({ id, subtitle }) =>
    actItems({ kind: 'node', node: id }, 'Nodes', subtitle, () => true).map((each) => ({
      ...each,
      id: `${each.id}/${id}`,
      key: '',
    })),
  );
}

function faultItems({ scenario }: Run): Item[] {
  const { faults, faultTexts, ownFaults } = scenario;
  const each = faults.map((_, index) =>
    item('Faults', `Take back: ${faultTexts[index] ?? ''}`, () => removeFault(index, faults), { id: String(index) }),
  );
  if (faults.length > 0) each.push(item('Faults', 'Take back all faults', () => change({ faults: [] })));
  if (ownFaults.length > 0)
    each.push(item('Faults', 'Show this scenario’s own faults', () => change({ faults: 'own' })));
  return each;
}

/** What can stand beside this run. */
const besideItems = ({ scenario }: Run): Item[] =>
  choicesBeside().map((id) => {
    const title = scenario.variants.find((variant) => variant.id === id)?.title ?? 'the same without faults';
    return item('Beside', `Beside this: ${title}`, () => showBeside(id), { id, keywords: 'compare' });
  });

const variantItems = ({ scenario }: Run): Item[] =>
  scenario.variants
    .filter(({ id }) => id !== scenario.variant)
    .map(({ id, title, text }) => item('Variants', title, () => change({ variant: id }), { id, note: text }));

function messageItems(run: Run, query: string): Item[] {
  const { header } = run;
  const wanted = /\d+/.exec(query)?.[0] ?? '';
  const { scene } = sceneStore.getState();
  const found: Item[] = [];
  for (const { id, number } of header.messages) {
    if (found.length >= MESSAGES_MAX) break;
    if (!String(number).startsWith(wanted)) continue;
    const note = fateOf(scene, id);
    found.push(item('Messages', messageTitle(header, id), () => showMessage(run, id), { id: String(id), note }));
  }
  return found;
}

/** What has come of a message so far, in a word for each subscription. */
function fateOf(scene: Scene | null, message: MessageId): string {
  const known = scene?.messages[message];
  if (scene === null || known === undefined) return 'not produced yet';
  return [...new Set(ledgerRows(scene, known).map(({ verdict }) => verdict))].join(', ');
}

/** Selects a message; if it does not exist yet, at the moment it begins. */
function showMessage(run: Run, message: MessageId): void {
  if (sceneStore.getState().scene?.messages[message] === undefined) {
    const produced = productionOf(run, message);
    if (produced !== null) goToRecord(produced);
  }
  select({ kind: 'message', message });
}

function productionOf({ trace, reading }: Run, message: MessageId): number | null {
  const [first, last] = reading.extents.of(message);
  for (let seq = first; seq <= last; seq += 1)
    if (trace.kindAt(seq) === KIND.produced && trace.field(seq, 'a') === message) return seq;
  return null;
}

const scenarioItems = (catalogue: readonly ScenarioFile[], here: string): Item[] =>
  catalogue
    .filter(({ id }) => id !== here)
    .map(({ id, title, claim, tags = [], brokers }) => {
      const keywords = [id, ...tags, ...brokers.map(({ kind }) => kind)].join(' ');
      return item('Scenarios', title, () => openScenario(id), { id, note: claim, keywords });
    });
