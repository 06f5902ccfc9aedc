import type { Scene } from '../../analysis/scene/scene';
import type { NodeId, PacketId } from '../../engine/units';
import { clamp } from './geometry';
import { FADE_MS, FALL_MS } from './interpolate';
import type { Token } from './marks/token';
import type { StageModel } from './model';
import type { Picture } from './paint';

/**
 * What falls, falls once and in the time of the screen, whatever the speed of the run. After a seek it
 * simply lies where it fell. The only memory that the stage has of earlier pictures.
 */

/** When each lost packet was first seen to be lost. */
export class Losses {
  private readonly seen = new Map<PacketId, number>();
  private latest = -Infinity;

  watch(lost: readonly PacketId[], wall: number, animate: boolean): void {
    const now = new Set(lost);
    for (const packet of this.seen.keys()) if (!now.has(packet)) this.seen.delete(packet);
    for (const packet of lost) {
      if (this.seen.has(packet)) continue;
      this.seen.set(packet, animate ? wall : -Infinity);
      if (animate) this.latest = wall;
    }
  }

  since(packet: PacketId, wall: number): number {
    return wall - (this.seen.get(packet) ?? -Infinity);
  }

  isFalling(wall: number): boolean {
    return wall - this.latest < FALL_MS + FADE_MS;
  }
}

/** How far what a crashed node held falls before it is gone. */
const DEPTH = 46;

/** What nodes held in memory when they crashed. */
export class Spills {
  private readonly down = new Set<NodeId>();
  private falling: { readonly token: Token; readonly from: number }[] = [];

  watch(scene: Scene, before: Picture | null, model: StageModel, wall: number, animate: boolean): void {
    for (const { id, state } of scene.nodes) {
      if (state !== 'down') {
        this.down.delete(id);
        continue;
      }
      if (this.down.has(id)) continue;
      this.down.add(id);
      if (!animate || before === null) continue;
      for (const token of before.tokens) if (isInMemoryOf(id, token, model)) this.falling.push({ token, from: wall });
    }
    this.falling = this.falling.filter(({ from }) => wall - from < FALL_MS + FADE_MS);
  }

  tokens(wall: number): Token[] {
    return this.falling.map(({ token, from }) => {
      const part = clamp((wall - from) / (FALL_MS + FADE_MS), 0, 1);
      return { ...token, y: token.y + DEPTH * part * part, clock: null, lost: Math.max(0.001, part) };
    });
  }

  isFalling(wall: number): boolean {
    return this.falling.some(({ from }) => wall - from < FALL_MS + FADE_MS);
  }
}

function isInMemoryOf(node: NodeId, { target }: Token, { header }: StageModel): boolean {
  if (target.kind !== 'copy') return false;
  const place = header.places[target.place];
  return place?.node === node && (place.shape === 'hand' || place.shape === 'waiting');
}
