import { builtIn, editStore, open } from './editStore';
import { startFrameLoop } from './frameLoop';
import { requestRun } from './runStore';
import { followClock } from './sceneStore';

/** Connects the stores with one another, with the clock of the screen and with the address. Once, before the first render. */
export function startApp(): void {
  editStore.subscribe((now, before) => {
    if (now.edit !== null && now.edit !== before.edit) void requestRun(now.edit);
  });
  followClock();
  startFrameLoop(() => {});
  open(builtIn('at-least-once', []));
}
