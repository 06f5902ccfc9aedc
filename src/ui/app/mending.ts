import type { PacketId } from '../../engine/units';
import { play } from './clockStore';
import { change } from './editStore';
import { runStore } from './runStore';

/** What the first minute does to its run; all that can be done to one is in breaking.ts, and loaded when asked for. */

/** Loses a packet at once, without a menu. */
export const loseAtOnce = (packet: PacketId): void =>
  void import('./breaking').then((breaking) => breaking.loseAtOnce(packet));

/** Plays as soon as the run that was asked for is there. */
export function playWhenReady(): void {
  if (!runStore.getState().loading) return play();
  const end = runStore.subscribe(({ loading }) => {
    if (loading) return;
    end();
    play();
  });
}

/** The variant that mends what the faults break, if the scenario has one and it is not on. */
export function mendedVariant(): string | null {
  const { run } = runStore.getState();
  if (run === null || run.scenario.variant === MENDED) return null;
  return run.scenario.variants.some(({ id }) => id === MENDED) ? MENDED : null;
}

const MENDED = 'mended';

/** Switches to the mended variant, with the same faults. */
export function mend(): void {
  const variant = mendedVariant();
  const { run } = runStore.getState();
  if (variant !== null && run !== null) change({ variant, faults: run.scenario.faults });
}
