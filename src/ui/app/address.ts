import type { Micros } from '../../engine/units';
import type { FaultFile } from '../../scenario/schema/faults';
import { durationText } from '../design/format';
import type { Edit } from './editStore';
import { readFault, writeFault } from './faultNotation';

/**
 * A link holds all that determines what is on screen, so that it opens the same years later:
 *
 *     #1.s=at-least-once&v=mended&seed=7&set=prefetch:10&f=lose:ack:order-3@payment-1&t=2.418s
 *
 * `1.` is the version of this form. `f=own` is the scenario's own demonstration; without `f` there are
 * no faults. A scenario of one's own stands in `z`, packed (packing.ts), or in `file`, as it is.
 */
export interface Address {
  readonly edit: Edit;
  /** Null: from the start. */
  readonly moment: Micros | null;
  /** What stands beside it, if anything: a variant, or `-` for the same without faults. */
  readonly beside?: string;
}

export interface AddressProblem {
  /** The part that cannot be read; the whole if none can. */
  readonly part: string;
  readonly message: string;
}

export type ReadAddress =
  | {
      readonly kind: 'address';
      readonly address: Address;
      readonly problems: readonly AddressProblem[];
      /** A scenario of one's own that is still to be unpacked: its text is not in `address` yet. */
      readonly packed: string | null;
    }
  /** Nothing to open: `raw` is kept for the reader. */
  | { readonly kind: 'unreadable'; readonly raw: string; readonly problems: readonly AddressProblem[] };

const VERSION = '1.';
/** Longer text than this is no link that anything would carry. */
const LENGTH_MAX = 200_000;

/** `packed`: the scenario's text in its short form, where that is known. */
export function writeAddress({ edit, moment, beside }: Address, packed: string | null = null): string {
  const parts: string[] = [];
  const put = (key: string, value: string) => parts.push(`${key}=${escape(value)}`);
  if ('id' in edit.source) put('s', edit.source.id);
  else if (packed !== null) put('z', packed);
  else put('file', edit.source.text);
  if (edit.variant !== null) put('v', edit.variant);
  if (edit.seed !== null) put('seed', String(edit.seed));
  for (const [path, value] of edit.settings) put('set', `${path}:${writeValue(value)}`);
  if (edit.faults === 'own') put('f', 'own');
  else if (edit.faults.length > 0) parts.push(`f=${edit.faults.map((fault) => escape(writeFault(fault))).join(';')}`);
  if (beside !== undefined) put('vs', beside);
  if (moment !== null && moment > 0) put('t', durationText(moment));
  return `#${VERSION}${parts.join('&')}`;
}

/** Null for an empty address: nothing was asked for. */
export function readAddress(hash: string): ReadAddress | null {
  const raw = hash.replace(/^#/, '');
  if (raw === '') return null;
  if (raw.length > LENGTH_MAX) return unreadable(raw.slice(0, 200), 'is longer than any link this page has made');
  if (!raw.startsWith(VERSION)) {
    const version = /^(\d+)\./.exec(raw)?.[1];
    return unreadable(
      raw,
      version
        ? `was made by a later version of AckScope (form ${version}; this page reads form 1)`
        : 'does not begin with “1.”',
    );
  }
  const problems: AddressProblem[] = [];
  const draft = new Draft();
  for (const part of raw
    .slice(VERSION.length)
    .split('&')
    .filter((text) => text !== '')) {
    const problem = draft.take(part);
    if (problem !== null) problems.push({ part, message: problem });
  }
  if (draft.source === null)
    return {
      kind: 'unreadable',
      raw,
      problems: [...problems, { part: raw, message: 'names no scenario: expected s=…' }],
    };
  const { source, packed, variant, seed, settings, faults, moment, beside } = draft;
  const address = { edit: { source, variant, seed, settings, faults }, moment };
  return { kind: 'address', address: { ...address, ...(beside === null ? {} : { beside }) }, problems, packed };
}

const unreadable = (raw: string, message: string): ReadAddress => ({
  kind: 'unreadable',
  raw,
  problems: [{ part: raw, message }],
});

/** An address while its parts are read one by one. */
class Draft {
  source: Edit['source'] | null = null;
  packed: string | null = null;
  beside: string | null = null;
  variant: string | null = null;
  seed: number | null = null;
  moment: Micros | null = null;
  faults: readonly FaultFile[] | 'own' = [];
  readonly settings: (readonly [string, unknown])[] = [];

  /** Takes one `key=value`; returns what is wrong with it, or null. */
  take(part: string): string | null {
    const at = part.indexOf('=');
    const key = at === -1 ? part : part.slice(0, at);
    const encoded = at === -1 ? '' : part.slice(at + 1);
    if (key === 'f') return this.takeFaults(encoded);
    const value = unescape(encoded);
    if (value === null) return 'is not written as links are (a stray %)';
    switch (key) {
      case 's':
        this.source = { id: value };
        return value === '' ? 'names no scenario' : null;
      case 'file':
        this.source = { text: value };
        return null;
      case 'z':
        this.source = { text: '' };
        this.packed = value;
        return null;
      case 'v':
        this.variant = value;
        return null;
      case 'vs':
        this.beside = value;
        return value === '' ? 'names no variant' : null;
      case 'seed':
        return this.takeSeed(value);
      case 'set':
        return this.takeSetting(value);
      case 't':
        return this.takeMoment(value);
      default:
        return 'is unknown to this page, and was left out';
    }
  }

  private takeSeed(value: string): string | null {
    if (!/^\d{1,15}$/.test(value)) return 'expected a whole number, as in seed=7';
    this.seed = Number(value);
    return null;
  }

  private takeSetting(value: string): string | null {
    const at = value.indexOf(':');
    if (at < 1) return 'expected a setting and its value, as in set=prefetch:10';
    this.settings.push([value.slice(0, at), readValue(value.slice(at + 1))]);
    return null;
  }

  private takeMoment(value: string): string | null {
    const match = /^(\d+(?:\.\d+)?)(us|ms|s)$/.exec(value);
    if (match === null) return 'expected a moment, as in t=2.418s';
    this.moment = Math.round(Number(match[1]) * { us: 1, ms: 1_000, s: 1_000_000 }[match[2] as 'us' | 'ms' | 's']);
    return null;
  }

  private takeFaults(encoded: string): string | null {
    if (encoded === 'own') {
      this.faults = 'own';
      return null;
    }
    const texts = encoded
      .split(';')
      .filter((text) => text !== '')
      .map(unescape);
    const faults = texts.map((text) => (text === null ? null : readFault(text)));
    const known = faults.filter((fault) => fault !== null);
    this.faults = [...(this.faults === 'own' ? [] : this.faults), ...known];
    const wrong = faults.indexOf(null);
    return wrong === -1 ? null : `holds a fault that cannot be read: ${texts[wrong] ?? encoded}`;
  }
}

/** JSON, or the text as it is where that cannot be mistaken for JSON. */
function writeValue(value: unknown): string {
  return typeof value === 'string' && readValue(value) === value ? value : JSON.stringify(value);
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Leaves what a fragment may hold and a reader can read. `&`, `;`, `%` and `#` are the form's own. */
function escape(text: string): string {
  return encodeURIComponent(text).replace(/%(3A|40|2C|2F|24|3D|3F)/g, (code) => decodeURIComponent(code));
}

function unescape(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
