import { editStore } from './editStore';
import { startFrameLoop } from './frameLoop';
import { followRuns, followUndo, openFirst } from './opening';
import { requestRun } from './runStore';
import { followClock } from './sceneStore';
import { hold } from './clockStore';

/** Connects the stores with one another, the screen, the keys and the address. Once, before the first render. */
export function startApp(): void {
  editStore.subscribe((now, before) => {
    if (now.edit !== null && now.edit !== before.edit) void requestRun(now.edit);
  });
  // The clock takes up a run before the scene is shown of it.
  followRuns();
  followUndo();
  followClock();
  startFrameLoop(stepSlowly);
  // Before anything that can wait: the engine's own files come first over a slow line.
  openFirst();
  // Keys act as soon as they are read: a moment after the first picture was asked for.
  void import('./keyboard').then(({ listenToKeys }) => listenToKeys());
  // Nothing is told before something has happened.
  void import('./narrator').then(({ narrate }) => narrate());
  void import('./beats').then(({ followBeats }) => followBeats());
  // Nobody drops a file before the first picture is there.
  void import('./dropping').then(({ takeFiles }) => takeFiles());
  // The address is kept while the clock is held: not before the first picture.
  void import('./addressSync').then(({ followAddress }) => followAddress());
  void import('./visits').then(({ prepareVisits }) => prepareVisits());
}

/** Reduced motion: one event after another, each said. */
function stepSlowly(): void {
  void Promise.all([import('./stepping'), import('./narrator')]).then(([{ stepForward }, { announceStep }]) => {
    if (stepForward()) announceStep();
    else hold();
  });
}
