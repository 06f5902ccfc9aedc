import { allSettings } from './allSettings';
import { aloud } from './aloud';
import { closeAll } from './closeAll';
import type { Command } from './command';
import { compare } from './compare';
import { copyLink } from './copyLink';
import { crash } from './crash';
import { cut } from './cut';
import { delay } from './delay';
import { duplicate } from './duplicate';
import { exportAll } from './exportAll';
import { faster } from './faster';
import { find } from './find';
import { help } from './help';
import { keys } from './keys';
import { lose } from './lose';
import { mirror } from './mirror';
import { nextEvent } from './nextEvent';
import { nextLandmark } from './nextLandmark';
import { nextOfMessage } from './nextOfMessage';
import { openMenu } from './openMenu';
import { palette } from './palette';
import { pauseNode } from './pauseNode';
import { playPause } from './playPause';
import { previousEvent } from './previousEvent';
import { previousLandmark } from './previousLandmark';
import { previousOfMessage } from './previousOfMessage';
import { quiet } from './quiet';
import { projector } from './projector';
import { redoEdit } from './redoEdit';
import { slowDown } from './slowDown';
import { slower } from './slower';
import { tabs } from './tabs';
import { theme } from './theme';
import { toEnd } from './toEnd';
import { toStart } from './toStart';
import { undoEdit } from './undoEdit';
import { whereAmI } from './whereAmI';

/** Everything that can be done on this page by a key or by name, in the order of the `?` sheet. */
export const commands: readonly Command[] = [
  playPause,
  nextEvent,
  previousEvent,
  nextLandmark,
  previousLandmark,
  nextOfMessage,
  previousOfMessage,
  toStart,
  toEnd,
  slower,
  faster,
  whereAmI,
  aloud,
  lose,
  delay,
  duplicate,
  crash,
  pauseNode,
  cut,
  mirror,
  openMenu,
  undoEdit,
  redoEdit,
  ...tabs,
  palette,
  find,
  compare,
  exportAll,
  allSettings,
  copyLink,
  theme,
  projector,
  keys,
  quiet,
  slowDown,
  help,
  closeAll,
];
