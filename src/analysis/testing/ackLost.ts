import { word } from '../../engine/trace/words';
import { LINE, NODE, PLACE, TraceWriter } from './writer';

/** The first minute of the page, by hand: two orders; the ack of the second is lost, and it is charged twice. */
export function ackLost(): TraceWriter {
  const w = new TraceWriter();
  w.connectAll();
  w.at(100);
  const first = publish(w, 0);
  w.at(300);
  charge(w, deliver(w, first, 'worker1', 0), 'worker1', 0);
  w.at(400);
  settle(w, first, 'worker1');
  w.at(500);
  const second = publish(w, 1);
  w.at(700);
  charge(w, deliver(w, second, 'worker1', 1), 'worker1', 1);
  loseAck(w, second, 'worker1');
  w.at(1200);
  charge(w, deliver(w, second, 'worker2', 0), 'worker2', 2);
  w.at(1400);
  settle(w, second, 'worker2');
  w.at(1500);
  w.add('ended', { why: word('settled') });
  return w;
}

/** A message at the broker: its copies there, as they follow one another. */
export interface Stored {
  readonly message: number;
  ready: number;
  unacked: number;
  hand: number;
}

type Worker = 'worker1' | 'worker2';
const handOf = (worker: Worker): number => (worker === 'worker1' ? PLACE.hand1 : PLACE.hand2);

/** Produced, published, stored, owed, confirmed: over in 60 ms. */
export function publish(w: TraceWriter, index: number, key: string | null = null): Stored {
  const message = w.produce(key);
  const waiting = w.put(PLACE.outbox, message, index);
  const { packet, copy } = w.send('publish', LINE.service, false, message, waiting);
  w.now += 30_000;
  w.cause = w.last;
  w.begin('arrived', { packet, node: NODE.broker });
  const ready = w.put(PLACE.queue, message, index, copy);
  w.add('owed', { message, subscription: 0, copy: ready });
  const confirm = w.send('confirm', LINE.service, true, message);
  w.now += 30_000;
  w.begin('arrived', { packet: confirm.packet, node: NODE.service });
  w.take(waiting, PLACE.outbox, 'acked');
  w.add('learned', { node: NODE.service, message, belief: word('acknowledged') });
  return { message, ready, unacked: -1, hand: -1 };
}

/** From the head of the queue into a worker's hand: 30 ms. */
export function deliver(w: TraceWriter, stored: Stored, worker: Worker, tag: number): Stored {
  const { message } = stored;
  w.take(stored.ready, PLACE.queue, 'moved');
  stored.unacked = w.put(PLACE.unacked, message, tag, stored.ready);
  const { packet, copy } = w.send('deliver', LINE[worker], true, message, stored.unacked);
  w.now += 30_000;
  w.begin('arrived', { packet, node: NODE[worker] });
  w.rest(handOf(worker), copy, message, tag);
  stored.hand = copy;
  return stored;
}

/** The row is written: 40 ms after. */
export function charge(w: TraceWriter, { message, hand }: Stored, worker: Worker, row: number): void {
  w.now += 20_000;
  w.begin('step', { node: NODE[worker], step: 1, message });
  const { packet } = w.send('insert', worker === 'worker1' ? LINE.base1 : LINE.base2, false, message);
  w.now += 20_000;
  w.begin('arrived', { packet, node: NODE.database });
  const copy = w.put(PLACE.payments, message, row, hand);
  w.add('effect', { message, subscription: 0, place: PLACE.payments, copy, node: NODE[worker] });
}

/** Acked, and the ack arrives 30 ms later. */
export function settle(w: TraceWriter, { message, unacked, ready, hand }: Stored, worker: Worker): void {
  const { packet } = w.send('ack', LINE[worker], false, message);
  w.take(hand, handOf(worker), 'done');
  w.now += 30_000;
  w.begin('arrived', { packet, node: NODE.broker });
  w.take(unacked, PLACE.unacked, 'acked');
  w.add('released', { message, subscription: 0, copy: ready, why: word('acked') });
}

/** The ack is lost, the connection breaks, the broker takes the message back: 40 ms. */
export function loseAck(w: TraceWriter, stored: Stored, worker: Worker): void {
  const { message } = stored;
  const { packet } = w.send('ack', LINE[worker], false, message);
  const beat = w.send('heartbeat', LINE[worker], true);
  w.take(stored.hand, handOf(worker), 'done');
  w.cause = w.last - 2;
  w.now += 10_000;
  w.begin('fault', { fault: 0, packet });
  const lost = w.add('lost', { packet, why: word('lost') });
  w.add('lost', { packet: beat.packet, why: word('reset') });
  w.cause = lost;
  const reset = w.add('connection', {
    connection: LINE[worker],
    state: word('reset'),
    client: NODE[worker],
    server: NODE.broker,
    why: word('lost'),
  });
  w.now += 30_000;
  w.cause = reset;
  w.take(stored.unacked, PLACE.unacked, 'requeued');
  stored.ready = w.put(PLACE.queue, message, 1, stored.unacked);
}
