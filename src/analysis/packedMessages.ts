import { SLICE, type Work } from './work';
import type { MessageInfo } from '../engine/trace/header';
import { NONE } from '../engine/units';

/**
 * What the header says of messages, as columns: a hundred thousand small objects that cross between two threads
 * hold the page up for a fifth of a second, columns do not.
 */
export interface PackedMessages {
  readonly nodes: Int32Array;
  readonly numbers: Int32Array;
  /** Index into `texts`; NONE for no key. */
  readonly keys: Int32Array;
  readonly texts: readonly string[];
  /** What a message of a node is called, before its number: by node. */
  readonly prefixes: readonly string[];
}

export function packMessages(messages: readonly MessageInfo[]): PackedMessages {
  const texts = new Map<string, number>();
  const prefixes: string[] = [];
  const keys = Int32Array.from(messages, ({ key }) => {
    if (key === null) return NONE;
    const known = texts.get(key) ?? texts.size;
    texts.set(key, known);
    return known;
  });
  for (const { node, name, number } of messages) prefixes[node] ??= name.slice(0, -String(number).length);
  return {
    nodes: Int32Array.from(messages, ({ node }) => node),
    numbers: Int32Array.from(messages, ({ number }) => number),
    keys,
    texts: [...texts.keys()],
    prefixes: Array.from(prefixes, (prefix) => prefix ?? ''),
  };
}

export const buffersOfMessages = ({ nodes, numbers, keys }: PackedMessages): ArrayBuffer[] =>
  [nodes, numbers, keys].map(({ buffer }) => buffer as ArrayBuffer);

/** Makes objects of the columns again, bit by bit. */
export function* unpackMessages({ nodes, numbers, keys, texts, prefixes }: PackedMessages): Work<MessageInfo[]> {
  const messages: MessageInfo[] = [];
  for (let id = 0; id < nodes.length; id += 1) {
    if (id % SLICE === SLICE - 1) yield;
    const [node, number, key] = [nodes[id]!, numbers[id]!, keys[id]!];
    messages.push({ id, name: `${prefixes[node]!}${number}`, number, key: key === NONE ? null : texts[key]!, node });
  }
  return messages;
}
