import type { Figure } from '../../engine/trace/console';
import { word } from '../../engine/trace/words';
import { NONE, type PlaceId } from '../../engine/units';
import type { About, Books } from './figures';
import { Steps } from './steps';

/**
 * The greatest lag that a reader itself knows of. It hears how far its logs go with each answer to its fetches, and
 * works the lag out when it hands records on: what has come since, it does not know.
 */
export function lagKnown(
  { end, of, packets }: Figure & { readonly is: 'lag known' },
  { nodes }: About,
  { pass, marks, reading, reader }: Books,
): Steps {
  const steps = new Steps();
  const { trace, header } = reading;
  const known = new Map<PlaceId, number>();
  const lags = new Map<PlaceId, number>();
  const tell = (seq: number): void => steps.set(seq, lags.size === 0 ? NaN : Math.max(...lags.values()));
  const logs = header.places.filter(({ shape }) => shape === 'log').map(({ id }) => id);
  const owner = header.nodes.find(({ id }) => id === nodes[0])?.group?.owner ?? NONE;
  for (const packet of packets) {
    pass.on('arrived', word(packet), (seq, node) => {
      if (!nodes.includes(node)) return;
      const sent = reading.packets.sent(trace.field(seq, 'a'));
      for (const log of logs) {
        const value = marks.of(end, NONE, log).at(sent);
        if (!Number.isNaN(value)) known.set(log, value);
      }
    });
  }
  pass.on('mark', word(of), (seq) => {
    const [place, whose, value] = [trace.field(seq, 'a'), trace.field(seq, 'c'), trace.field(seq, 'd')];
    const hasIt = nodes.includes(marks.of(reader, owner, place).at(seq));
    if (whose !== owner || !hasIt || !known.has(place)) return;
    lags.set(place, Math.max(0, known.get(place)! - value));
    tell(seq);
  });
  pass.on('mark', word(reader), (seq) => {
    const [place, whose, value] = [trace.field(seq, 'a'), trace.field(seq, 'c'), trace.field(seq, 'd')];
    if (whose !== owner || nodes.includes(value) || !lags.delete(place)) return;
    tell(seq);
  });
  return steps;
}
