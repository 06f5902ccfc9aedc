import type { FaultFile, FaultKind } from '../../scenario/schema/faults';

/**
 * Faults in a link, short enough to read and to paste. Whatever the short form cannot hold is written
 * as JSON, so that nothing is lost:
 *
 *     what[@whom]:when[,more]…
 *     lose:ack:order-3@payment-1            the 1st ack of order 3 from payment-1
 *     lose:ack:order-3@payment-1*2,.42      the 2nd, when it has made 42 % of its way
 *     delay:deliver~payment-1*4,2s          the 4th delivery to payment-1, by 2 s
 *     crash@payment-1:2.4s,1s               at 2.4 s, for 1 s
 *     crash@payment-1:/ack:order-3@payment-1,after,1s   after that step of its program
 *     cut@payment-1~rabbitmq:2.4s           a link has two ends
 */
export function writeFault(fault: FaultFile): string {
  const short = writeShort(fault);
  return isSame(readShort(short), fault) ? short : JSON.stringify(fault);
}

/** Reads one fault; null if it is none. */
export function readFault(text: string): FaultFile | null {
  if (!text.startsWith('{')) return readShort(text);
  try {
    return checked(JSON.parse(text));
  } catch {
    return null;
  }
}

const NAME = '[A-Za-z0-9][A-Za-z0-9._-]*';
const DURATION = /^\d+(\.\d+)?(us|µs|ms|s|min|h)$/;
const HEAD = new RegExp(`^([a-z]+)(?:@(${NAME})(?:~(${NAME}))?)?:([^,]+)((?:,[^,]*)*)$`);
const OCCASION = new RegExp(`^(/?)(${NAME})(?::(${NAME}))?(?:@(${NAME}))?(?:~(${NAME}))?(?:\\*(\\d+))?$`);

function writeShort({ when, what, whom, ...more }: FaultFile): string {
  const on = whom === undefined ? '' : `@${typeof whom === 'string' ? whom : whom.join('~')}`;
  const parts = [`${what}${on}:${writeWhen(when)}`];
  if ('packet' in when && when.every === true) parts.push('every');
  if ('step' in when && when.edge !== undefined) parts.push(when.edge);
  if (more.along !== undefined) parts.push(String(more.along).replace(/^0(?=\.)/, ''));
  const length = what === 'delay' || what === 'duplicate' ? more.by : more.for;
  if (length !== undefined) parts.push(length);
  if (more.factor !== undefined) parts.push(`x${more.factor}`);
  if (more.p !== undefined) parts.push(`p${more.p}`);
  if (more.error !== undefined) parts.push(`!${more.error}`);
  return parts.join(',');
}

function writeWhen(when: FaultFile['when']): string {
  if ('at' in when) return when.at;
  const isStep = 'step' in when;
  const from = isStep ? when.of : when.from;
  return [
    isStep ? `/${when.step}` : when.packet,
    when.message === undefined ? '' : `:${when.message}`,
    from === undefined ? '' : `@${from}`,
    isStep || when.to === undefined ? '' : `~${when.to}`,
    when.nth === undefined ? '' : `*${when.nth}`,
  ].join('');
}

function readShort(text: string): FaultFile | null {
  const match = HEAD.exec(text);
  if (match === null) return null;
  const [, what, one, other, occasion, rest] = match;
  if (!isKind(what)) return null;
  const fault: Record<string, unknown> = { when: readWhen(occasion!), what };
  if (one !== undefined) fault['whom'] = other === undefined ? one : [one, other];
  const parts = rest === '' ? [] : rest!.slice(1).split(',');
  return parts.every((part) => readPart(part, fault)) ? checked(fault) : null;
}

function readWhen(text: string): Record<string, unknown> | null {
  if (DURATION.test(text)) return { at: text };
  const match = OCCASION.exec(text);
  if (match === null) return null;
  const [, slash, name, message, from, to, nth] = match;
  const when: Record<string, unknown> = slash === '/' ? { step: name, of: from } : { packet: name };
  if (slash !== '/' && from !== undefined) when['from'] = from;
  if (to !== undefined) when['to'] = to;
  if (message !== undefined) when['message'] = message;
  if (nth !== undefined) when['nth'] = Number(nth);
  return when;
}

/** One part after a comma, told by its form. False for one that is unknown. */
function readPart(part: string, fault: Record<string, unknown>): boolean {
  const when = fault['when'] as Record<string, unknown> | null;
  if (when === null) return false;
  if (part === 'every') when['every'] = true;
  else if (part === 'before' || part === 'after') when['edge'] = part;
  else if (DURATION.test(part)) fault[fault['what'] === 'delay' || fault['what'] === 'duplicate' ? 'by' : 'for'] = part;
  else if (/^\.\d+$|^[01]$/.test(part)) fault['along'] = Number(part);
  else if (/^x\d+(\.\d+)?$/.test(part)) fault['factor'] = Number(part.slice(1));
  else if (/^p[\d.]+$/.test(part)) fault['p'] = Number(part.slice(1));
  else if (part.startsWith('!')) fault['error'] = part.slice(1);
  else return false;
  return true;
}

/** The kinds as a table, so that a new one does not compile until links know it. The schema itself would bring its library along. */
const KINDS: { readonly [K in FaultKind]: true } = {
  lose: true,
  delay: true,
  duplicate: true,
  crash: true,
  restart: true,
  pause: true,
  resume: true,
  slow: true,
  cut: true,
  heal: true,
  loss: true,
  error: true,
};

const isKind = (text: unknown): text is FaultKind => typeof text === 'string' && Object.hasOwn(KINDS, text);

/** Whether it has the form of a fault. Whether its names and numbers hold is for the engine's loader to say, which names the place. */
function checked(value: unknown): FaultFile | null {
  if (typeof value !== 'object' || value === null) return null;
  const { when, what } = value as Record<string, unknown>;
  if (!isKind(what) || typeof when !== 'object' || when === null) return null;
  return ['at', 'packet', 'step'].some((key) => key in when) ? (value as FaultFile) : null;
}

/** Equal but for the order of keys. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => isSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
  );
}
