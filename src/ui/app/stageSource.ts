import { createContext } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { messageOf } from './selectedMessage';
import { sceneStore, type SceneState } from './sceneStore';
import type { Selection } from './selectionStore';

/** What a stage shows and how it speaks with the rest of the page, which knows one run only. */
export interface StageSource {
  readonly scenes: StoreApi<SceneState>;
  /** Things can be broken here: a click opens the menu of what can happen. */
  readonly canAct: boolean;
  /** A thing on this stage, as the page calls it; null for one that the page does not have. */
  toPage(thing: Selection | null): Selection | null;
  /** A thing that the page has selected, as this stage calls it. */
  fromPage(thing: Selection | null): Selection | null;
}

export const mainSource: StageSource = {
  scenes: sceneStore,
  canAct: true,
  toPage: (thing) => thing,
  fromPage: (thing) => thing,
};

export const StageContext = createContext<StageSource>(mainSource);

/** Of a run beside the one on screen: messages are the same in both, packets and places are not. */
export const besideSource = (scenes: StoreApi<SceneState>): StageSource => ({
  scenes,
  canAct: false,
  toPage: (thing) => asMessage(thing, scenes),
  fromPage: (thing) => asMessage(thing, sceneStore),
});

function asMessage(thing: Selection | null, scenes: StoreApi<SceneState>): Selection | null {
  if (thing?.kind === 'packet') {
    const message = scenes.getState().scene?.packets.get(thing.packet)?.messages[0];
    return message === undefined || message < 0 ? null : { kind: 'message', message };
  }
  const message = messageOf(thing);
  return message === null ? null : { kind: 'message', message };
}
