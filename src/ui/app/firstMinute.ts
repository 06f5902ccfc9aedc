import type { PacketId } from '../../engine/units';

/** Loses a packet at once, without a menu: what a click does on the one packet that the first minute rings. */
export function loseAtOnce(packet: PacketId): void {
  void packet;
}
