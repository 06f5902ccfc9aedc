import { formatDuration } from '../models/schema';
import { PLAIN, type Loaded } from '../scenario/load';
import { describeSetting, schemaAt, settingAt } from '../scenario/describe';
import type { FaultFile } from '../scenario/schema/faults';
import { RECORD_LIMIT_MAX, type Knob } from '../scenario/schema/scenario';
import type { CatalogueEntry, KnobView, ScenarioView } from '../scenario/view';
import { buildSpec, subscriptionNames } from './build';

/** What the page shows of a loaded scenario around the stage. */
export function viewOf(loaded: Loaded): ScenarioView {
  const { scenario, variant, faults, ownFaults } = loaded;
  const spec = buildSpec(loaded);
  const titles = new Map(spec.nodes.map(({ info }) => [info.name, info.title]));
  const variants = Object.entries(scenario.variants).map(([id, { title, text }]) => ({ id, title, text }));
  return {
    id: scenario.id,
    title: scenario.title,
    claim: scenario.claim,
    text: scenario.text,
    attempt: scenario.try,
    systems: [...new Set(scenario.brokers.map(({ kind }) => kind))],
    subscriptions: spec.subscriptions,
    noun: scenario.noun,
    seed: loaded.seed,
    ownSeed: loaded.original.seed ?? 1,
    until: loaded.until,
    recordLimit: scenario.recordLimit,
    recordLimitMax: RECORD_LIMIT_MAX,
    variant,
    variants: variants.length === 0 ? [{ id: PLAIN, title: scenario.title, text: '' }] : variants,
    knobs: scenario.knobs.map((knob) => knobView(knob, loaded)),
    faults,
    ownFaults,
    faultTexts: faults.map((fault) => faultText(fault, titles, scenario.noun[0])),
    promises: Object.fromEntries(scenario.assertions.map(({ name, text }) => [name, text])),
    simplifications: scenario.simplifications,
  };
}

/** One line of `sim list`. */
export function entryOf(loaded: Loaded): CatalogueEntry {
  const { scenario } = loaded;
  const variants = Object.keys(scenario.variants);
  return {
    id: scenario.id,
    title: scenario.title,
    claim: scenario.claim,
    systems: [...new Set(scenario.brokers.map(({ kind }) => kind))],
    subscriptions: subscriptionNames(scenario),
    variants: variants.length === 0 ? [PLAIN] : variants,
    seed: scenario.seed,
    until: formatDuration(scenario.until),
    tags: scenario.tags,
  };
}

function knobView(knob: Knob, { file, original, variant }: Loaded): KnobView {
  const path = typeof knob.path === 'string' ? knob.path : knob.path[0]!;
  const value = settingAt(file, path);
  const ofVariant = original.variants?.[variant]?.set?.[path];
  const initial = ofVariant === undefined ? settingAt(original, path) : ofVariant;
  const schema = schemaAt(file, path);
  const said = schema === undefined ? null : describeSetting(schema, value);
  return {
    id: knob.id,
    label: knob.label,
    help: knob.help,
    value,
    initial,
    kind: kindOf(knob, value),
    choices: knob.choices ?? [],
    min: knob.min ?? said?.min ?? 0,
    max: knob.max ?? said?.max ?? 100,
    step: knob.step ?? 1,
    unit: knob.unit === '' ? (said?.unit ?? '') : knob.unit,
    path,
    standard: said?.standard,
  };
}

function kindOf(knob: Knob, value: unknown): KnobView['kind'] {
  if (knob.choices !== undefined) return 'choice';
  if (typeof value === 'boolean') return 'switch';
  return typeof value === 'number' ? 'number' : 'duration';
}

/** A fault as a sentence in the imperative: "Lose the ack of order 3 from Payment Worker 1". */
export function faultText(fault: FaultFile, titles: ReadonlyMap<string, string>, noun: string): string {
  const title = (name: string) => titles.get(name) ?? name;
  const message = (name: string | undefined) =>
    name === undefined ? '' : ` of ${noun} ${name.slice(name.lastIndexOf('-') + 1)}`;
  const whom = typeof fault.whom === 'string' ? title(fault.whom) : fault.whom?.map(title).join(' and ');
  const lasting = fault.for === undefined ? '' : ` for ${fault.for}`;
  return `${act(fault, whom, message, title)}${lasting}${moment(fault, message, title)}`;
}

function act(
  fault: FaultFile,
  whom: string | undefined,
  message: (name: string | undefined) => string,
  title: (name: string) => string,
): string {
  const packet = 'packet' in fault.when ? thePacket(fault.when, message, title) : '';
  switch (fault.what) {
    case 'lose':
      return `Lose ${packet}`;
    case 'delay':
      return `Delay ${packet} by ${fault.by ?? ''}`;
    case 'duplicate':
      return `Duplicate ${packet}`;
    case 'error':
      return `Answer ${packet} with ${fault.error ?? 'an error'}`;
    case 'slow':
      return `Make ${whom ?? ''} ${fault.factor ?? 1} times slower`;
    case 'cut':
      return `Cut the link between ${whom ?? ''}`;
    case 'heal':
      return `Heal the link between ${whom ?? ''}`;
    case 'loss':
      return `Lose ${Math.round((fault.p ?? 0) * 1000) / 10} % of the packets between ${whom ?? ''}`;
    default: {
      const subject = whom ?? ('of' in fault.when ? title(fault.when.of) : '');
      return `${fault.what.charAt(0).toUpperCase()}${fault.what.slice(1)} ${subject}`;
    }
  }
}

type PacketWhen = Extract<FaultFile['when'], { packet: string }>;

function thePacket(
  when: PacketWhen,
  message: (name: string | undefined) => string,
  title: (name: string) => string,
): string {
  const which = when.every
    ? 'every '
    : when.nth !== undefined && (when.nth > 1 || when.message === undefined)
      ? `${ordinal(when.nth)} `
      : '';
  const article = when.every ? '' : 'the ';
  const from = when.from === undefined ? '' : ` from ${title(when.from)}`;
  const to = when.to === undefined ? '' : ` to ${title(when.to)}`;
  return `${article}${which}${when.packet}${message(when.message)}${from}${to}`;
}

function moment(
  { when, what }: FaultFile,
  message: (name: string | undefined) => string,
  title: (name: string) => string,
): string {
  if ('at' in when) return ` at ${when.at}`;
  if ('step' in when) return ` ${when.edge ?? 'before'} its step "${when.step}"${message(when.message)}`;
  if (what === 'lose' || what === 'delay' || what === 'duplicate' || what === 'error') return '';
  return ` when ${thePacket(when, message, title)} leaves`;
}

function ordinal(n: number): string {
  const suffix = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${suffix}`;
}
