import type { Counted } from '../../engine/trace/console';
import { textOf } from '../../engine/trace/words';
import type { PacketId } from '../../engine/units';
import type { Reading } from '../reading';
import { noteText } from '../sentences';

/** How much a packet counts: 1, or the messages that it is about; 0 if it lacks the note. */
export function messagesOf(reading: Reading, packet: PacketId, { messages, noted }: Counted): number {
  if (messages !== true && noted === undefined) return 1;
  const known = reading.packet(packet);
  if (known === undefined) return 0;
  if (noted !== undefined && !known.notes.some(({ name }) => textOf(name) === noted)) return 0;
  return messages === true ? known.messages.length : 1;
}

/** A packet's notes as texts, by name. */
export function notesOf(reading: Reading, packet: PacketId): ReadonlyMap<string, string> {
  const notes = reading.packet(packet)?.notes ?? [];
  return new Map(notes.map(({ name, value }) => [textOf(name), noteText(reading, name, value)]));
}
