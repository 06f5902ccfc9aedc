import { word } from '../../engine/trace/words';
import { deathsIn } from './death';
import type { MessageProperties } from './packets';
import type { BrokerOut } from './state';

/** A message's headers as the trace tells them, on the packet that brings it: figures, texts as Words, and of x-death how many deaths it counts. */

const INT_MAX = 2_147_483_647;

export function noteHeaders({ headers }: MessageProperties, out: BrokerOut): void {
  if (headers === null) return;
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'x-death') out.note(word(name), deathsIn(value));
    else if (typeof value === 'string') {
      if (value !== '') out.note(word(name), word(value));
    } else if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= INT_MAX)
      out.note(word(name), value);
  }
}
