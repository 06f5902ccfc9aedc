import type { Flight, Lane } from '../world';

/** Adds a packet behind all others of its direction. What is done with is overwritten, so that the list is rarely cut. */
export function enlist(lane: Lane, flight: Flight): void {
  lane.flights[lane.tail] = flight;
  lane.tail += 1;
}

/** Drops what is done from the front of the lane; moves the rest to the front now and then so that memory stays bounded. */
export function sweep(lane: Lane): void {
  const { flights, tail } = lane;
  let { head } = lane;
  while (head < tail && flights[head]!.done) head += 1;
  if (head === tail) {
    lane.head = 0;
    lane.tail = 0;
    return;
  }
  lane.head = head;
  if (head > 64 && head * 2 > tail) {
    flights.splice(0, head);
    lane.head = 0;
    lane.tail = tail - head;
  }
}

/** The packets of a direction that are under way, in the order of sending. */
export function underWay({ flights, head, tail }: Lane): Flight[] {
  return flights.slice(head, tail).filter((flight) => !flight.done);
}
