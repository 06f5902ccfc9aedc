import fc from 'fast-check';
import { word } from '../../engine/trace/words';
import { charge, deliver, loseAck, publish, settle, type Stored } from './ackLost';
import { NODE, PLACE, TraceWriter } from './writer';

type Act =
  | 'publish'
  | 'lose the publish'
  | 'deliver'
  | 'charge'
  | 'settle'
  | 'lose the ack'
  | 'expire'
  | 'dead-letter'
  | 'crash'
  | 'fact'
  | 'wait';

const acts: readonly Act[] = [
  'publish',
  'publish',
  'lose the publish',
  'deliver',
  'deliver',
  'charge',
  'charge',
  'settle',
  'lose the ack',
  'expire',
  'dead-letter',
  'crash',
  'fact',
  'wait',
];

/** Traces that a broker could have written, at random: whatever a reader counts must add up in all of them. */
export const anyTrace = (): fc.Arbitrary<TraceWriter> =>
  fc.array(fc.tuple(fc.constantFrom(...acts), fc.nat(9), fc.boolean()), { maxLength: 40 }).map(write);

function write(steps: readonly (readonly [Act, number, boolean])[]): TraceWriter {
  const w = new TraceWriter();
  w.connectAll();
  const ready: Stored[] = [];
  const held: { readonly stored: Stored; readonly worker: 'worker1' | 'worker2' }[] = [];
  let count = 0;
  let rows = 0;
  let deliveries = 0;
  for (const [act, choice, flag] of steps) {
    w.at(w.now / 1000 + 10);
    const inHand = held[choice % Math.max(held.length, 1)];
    switch (act) {
      case 'publish':
        ready.push(publish(w, count, flag ? `key ${choice % 3}` : null));
        count += 1;
        break;
      case 'lose the publish': {
        const message = w.produce();
        const { packet } = w.send('publish', 0, false, message, -1);
        w.now += 5000;
        w.add('lost', { packet, why: word('lost') });
        if (flag) w.add('learned', { node: NODE.service, message, belief: word('failed') });
        count += 1;
        break;
      }
      case 'deliver': {
        const [stored] = ready.splice(choice % Math.max(ready.length, 1), 1);
        if (stored === undefined) break;
        const worker = flag ? 'worker1' : 'worker2';
        held.push({ stored: deliver(w, stored, worker, deliveries), worker });
        deliveries += 1;
        break;
      }
      case 'charge':
        if (inHand === undefined) break;
        charge(w, inHand.stored, inHand.worker, rows);
        rows += 1;
        break;
      case 'settle':
      case 'lose the ack':
        if (inHand === undefined) break;
        held.splice(held.indexOf(inHand), 1);
        if (act === 'settle') settle(w, inHand.stored, inHand.worker);
        else {
          loseAck(w, inHand.stored, inHand.worker);
          ready.push(inHand.stored);
        }
        break;
      case 'expire':
      case 'dead-letter': {
        const stored = ready.shift();
        if (stored === undefined) break;
        w.take(stored.ready, PLACE.queue, 'expired');
        w.add('released', { message: stored.message, subscription: 0, copy: stored.ready, why: word('expired') });
        if (act === 'dead-letter') w.put(PLACE.dlq, stored.message, stored.message, stored.ready);
        break;
      }
      case 'crash':
        w.begin('node', { node: flag ? NODE.worker1 : NODE.worker2, state: word('crashed'), value: 0 });
        break;
      case 'fact':
        w.add('fact', { node: NODE.broker, name: word('skipped'), value: choice });
        w.add('mark', { place: PLACE.queue, name: word('committed'), owner: 0, value: choice });
        w.add('clock', { node: NODE.worker1, name: word('working'), message: -1, clock: w.last, low: 5, high: 0 });
        break;
      case 'wait':
        w.at(w.now / 1000 + 100 * choice);
    }
  }
  return w;
}
