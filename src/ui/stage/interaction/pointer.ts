import { clockStore, hold, play } from '../../app/clockStore';
import { loseAtOnce } from '../../app/mending';
import { clearSelection, hover, select, type Selection } from '../../app/selectionStore';
import type { StageSource } from '../../app/stageSource';
import { uiStore } from '../../app/uiStore';

/**
 * Pointing, as two states. Idle: what the pointer is over lights up. Pressed on something that moves:
 * time stands still for it, so that nobody has to aim ahead; let go elsewhere, and time goes on.
 */
type State = { readonly kind: 'idle' } | { readonly kind: 'pressed'; readonly wasPlaying: boolean };

export interface Pointer {
  moved(under: Selection | null): void;
  left(): void;
  pressed(under: Selection | null): void;
  /** A click or a tap, at a point of the viewport. */
  clicked(under: Selection | null, at: { readonly x: number; readonly y: number }): void;
  cancelled(): void;
}

export function newPointer(source: StageSource): Pointer {
  let state: State = { kind: 'idle' };
  let caught: Selection | null = null;
  const release = (): void => {
    if (state.kind === 'pressed' && state.wasPlaying) play();
    state = { kind: 'idle' };
    caught = null;
  };
  return {
    moved(under) {
      if (state.kind === 'idle') hover(source.toPage(under));
    },
    left() {
      hover(null);
    },
    pressed(under) {
      caught = under;
      if (under?.kind !== 'packet') return;
      state = { kind: 'pressed', wasPlaying: clockStore.getState().playing };
      hold();
    },
    clicked(under, at) {
      const chosen = caught ?? under;
      // Time goes on before the choice is made: choosing holds it again, and then knows that it ran.
      release();
      if (chosen === null) clearSelection();
      else act(chosen, at, source);
    },
    cancelled() {
      release();
    },
  };
}

/** What a click, a tap or Enter does: the ringed packet of the first minute is lost; all else opens its menu. */
export function act(chosen: Selection, at: { readonly x: number; readonly y: number }, source: StageSource): void {
  if (!source.canAct) {
    const known = source.toPage(chosen);
    if (known !== null) select(known);
    return;
  }
  const { ring } = uiStore.getState().firstMinute;
  if (chosen.kind === 'packet' && chosen.packet === ring) {
    loseAtOnce(chosen.packet);
    return;
  }
  select(chosen, at);
}
