import type { Fault, FaultWhat, FaultWhen, MessageName } from '../engine/faults/fault';
import { word, type Word } from '../engine/trace/words';
import type { PacketWords } from '../engine/trace/header';
import { ROLES } from '../engine/trace/header';
import { NONE, type Micros, type NodeId } from '../engine/units';
import { parseDuration } from '../models/schema';
import { didYouMean, oneError } from '../scenario/errors';
import type { FaultFile } from '../scenario/schema/faults';

/** What names in a fault can mean in this run. */
export interface FaultNames {
  readonly nodes: readonly string[];
  /** Pairs of nodes between which there is a link. */
  readonly links: readonly (readonly [string, string, 'connection' | 'request'])[];
  readonly prefixes: readonly string[];
  readonly packets: readonly PacketWords[];
  readonly steps: readonly string[];
}

const NEEDS_PACKET = new Set(['lose', 'delay', 'duplicate', 'error']);

/** Turns a fault as people write it into what the engine matches. Throws InputErrors that name the place. */
export function compileFault(file: FaultFile, index: number, names: FaultNames): Fault {
  const where = `faults[${index}]`;
  const when = compileWhen(file, `${where}.when`, names);
  if (NEEDS_PACKET.has(file.what) && when.kind !== 'packet') {
    throw oneError(`${where}.when`, `"${file.what}" happens to a packet: expected {"packet": …}`);
  }
  return { when, what: compileWhat(file, when, where, names) };
}

const micros = (text: string | undefined, otherwise: Micros): Micros =>
  text === undefined ? otherwise : parseDuration(text)!;

function compileWhen({ when }: FaultFile, where: string, names: FaultNames): FaultWhen {
  if ('at' in when) return { kind: 'at', at: parseDuration(when.at)! };
  if ('packet' in when) {
    return {
      kind: 'packet',
      whats: packetsOf(when.packet, `${where}.packet`, names),
      from: nodeOf(when.from, `${where}.from`, names),
      to: nodeOf(when.to, `${where}.to`, names),
      message: messageOf(when.message, `${where}.message`, names),
      nth: when.nth ?? 1,
      every: when.every ?? false,
    };
  }
  if (!names.steps.includes(when.step)) {
    throw oneError(`${where}.step`, `no program here has a step "${when.step}"${didYouMean(when.step, names.steps)}`);
  }
  return {
    kind: 'step',
    step: word(when.step),
    of: nodeOf(when.of, `${where}.of`, names),
    message: messageOf(when.message, `${where}.message`, names),
    after: when.edge === 'after',
    nth: when.nth ?? 1,
  };
}

function packetsOf(name: string, where: string, { packets }: FaultNames): Word[] {
  const matching = packets.filter(({ kind, role }) => kind === name || role === name);
  if (matching.length === 0) {
    const known = [...packets.map(({ kind }) => kind), ...ROLES];
    throw oneError(where, `no packet here is a "${name}"${didYouMean(name, known)}`);
  }
  return matching.map(({ kind }) => word(kind));
}

function nodeOf(name: string | undefined, where: string, { nodes }: FaultNames): NodeId {
  if (name === undefined) return NONE;
  const id = nodes.indexOf(name);
  if (id === -1)
    throw oneError(where, `there is no node "${name}"${didYouMean(name, nodes) || `; there are ${nodes.join(', ')}`}`);
  return id;
}

function messageOf(name: string | undefined, where: string, { prefixes }: FaultNames): MessageName | null {
  if (name === undefined) return null;
  const match = /^(.+)-(\d+)$/.exec(name);
  if (!match || !prefixes.includes(match[1]!)) {
    throw oneError(where, `there is no message "${name}"; expected a name such as ${prefixes[0] ?? 'order'}-3`);
  }
  return { prefix: match[1]!, number: Number(match[2]) };
}

function compileWhat(file: FaultFile, when: FaultWhen, where: string, names: FaultNames): FaultWhat {
  const node = () => {
    if (typeof file.whom === 'string') return nodeOf(file.whom, `${where}.whom`, names);
    if (file.whom === undefined && when.kind === 'step') return when.of;
    throw oneError(`${where}.whom`, 'expected the name of a node');
  };
  const forMicros = micros(file.for, NONE);
  switch (file.what) {
    case 'lose':
      return { kind: 'lose', along: file.along ?? 0.5 };
    case 'delay':
      if (file.by === undefined) throw oneError(`${where}.by`, 'is missing: by how much is the packet late?');
      return { kind: 'delay', by: micros(file.by, 0) };
    case 'duplicate':
      refuseDuplicate(where, names);
      return { kind: 'duplicate', by: micros(file.by, 1_000) };
    case 'error':
      return { kind: 'error', error: file.error ?? 'UNKNOWN_SERVER_ERROR' };
    case 'crash':
    case 'pause':
      return { kind: file.what, node: node(), forMicros };
    case 'restart':
    case 'resume':
      return { kind: file.what, node: node() };
    case 'slow':
      if (file.factor === undefined)
        throw oneError(`${where}.factor`, 'is missing: how many times as long does work take?');
      return { kind: 'slow', node: node(), factor: file.factor, forMicros };
    case 'cut':
      return { kind: 'cut', ...ends(file, where, names), forMicros };
    case 'heal':
      return { kind: 'heal', ...ends(file, where, names) };
    case 'loss':
      if (file.p === undefined) throw oneError(`${where}.p`, 'is missing: the chance per packet, 0 to 1');
      return { kind: 'loss', ...ends(file, where, names), p: file.p };
  }
}

function ends(file: FaultFile, where: string, names: FaultNames): { a: NodeId; b: NodeId } {
  if (!Array.isArray(file.whom))
    throw oneError(`${where}.whom`, 'expected the two ends of a link: ["payment-1", "rabbitmq"]');
  const [from, to] = file.whom as [string, string];
  const a = nodeOf(from, `${where}.whom[0]`, names);
  const b = nodeOf(to, `${where}.whom[1]`, names);
  if (!names.links.some(([x, y]) => (x === from && y === to) || (x === to && y === from))) {
    throw oneError(`${where}.whom`, `there is no link between ${from} and ${to}`);
  }
  return { a, b };
}

/** TCP numbers its segments: a copy made by the network is thrown away by the receiver's kernel. */
function refuseDuplicate(where: string, { links }: FaultNames): void {
  if (links.some(([, , transport]) => transport === 'request')) return;
  throw oneError(
    `${where}.what`,
    '"duplicate" does not exist on a TCP connection: the receiver drops repeated segments; lose the packet instead, and see what is sent again',
  );
}
