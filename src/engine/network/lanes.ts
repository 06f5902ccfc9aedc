import type { Flight, Lane } from '../world';

/** Adds a packet behind all others of its direction. */
export function enlist(lane: Lane, flight: Flight): void {
  lane.flights.push(flight);
}

/** Drops what is done from the front of the lane; compacts now and then so that memory stays bounded. */
export function sweep(lane: Lane): void {
  const { flights } = lane;
  let { head } = lane;
  while (head < flights.length && flights[head]!.done) head += 1;
  if (head === flights.length) {
    flights.length = 0;
    head = 0;
  } else if (head > 64 && head * 2 > flights.length) {
    flights.splice(0, head);
    head = 0;
  }
  lane.head = head;
}

/** The packets of a direction that are under way, in the order of sending. */
export function underWay(lane: Lane): Flight[] {
  return lane.flights.slice(lane.head).filter((flight) => !flight.done);
}
