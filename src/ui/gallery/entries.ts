import { clearSelection, select } from '../app/selectionStore';
import { clearSweep, startSweep } from '../app/sweepStore';
import {
  CALM,
  LOWER_TABS,
  openPalette,
  setFirstMinute,
  setHelpOpen,
  showBeside,
  showExport,
  showLowerTab,
  showSettings,
  showTab,
  SIDE_TABS,
  TAB_LABELS,
} from '../app/uiStore';

/** A view in a state worth looking at. */
export interface Entry {
  /** Stands in the address: `#gallery/outcome`. */
  readonly id: string;
  readonly title: string;
  /** The link that it is a state of. */
  readonly link: string;
  /** What is open besides. */
  show(): void;
}

const HOME = '#1.s=at-least-once&f=own&t=2.98s';

/** Nothing chosen, nothing open: where each entry begins. */
export function clear(): void {
  clearSelection();
  openPalette(null);
  setHelpOpen(false);
  showExport(false);
  showBeside(null);
  showSettings('few');
  showTab('outcome');
  showLowerTab('space');
  clearSweep();
  setFirstMinute({ phase: 'over', ring: null });
  for (const open of document.querySelectorAll<HTMLElement>('[popover]:popover-open')) open.hidePopover();
}

/** Opens what a button opens, as a click would; the button may come a few frames after its run. */
function press(selector: string, frames = 60): void {
  const button = document.querySelector<HTMLElement>(selector);
  if (button !== null) button.click();
  else if (frames > 0) requestAnimationFrame(() => press(selector, frames - 1));
}

/** In the first minute, at one of its phases. */
const first = (phase: 'watching' | 'untouched' | 'twice'): void => setFirstMinute({ phase, ring: null });

const nothing = (): void => {};
const entry = (id: string, title: string, show: () => void = nothing, link = HOME): Entry => ({
  id,
  title,
  link,
  show,
});

/** Every view in its states: what a screenshot of each release should be looked at for. */
export const ENTRIES: readonly Entry[] = [
  entry('start', 'Before anything has happened', nothing, '#1.s=at-least-once&t=0s'),
  entry('twice', 'An order charged twice'),
  entry('end', 'The end of a run', nothing, '#1.s=at-least-once&f=own&t=20s'),
  ...SIDE_TABS.map((tab) => entry(tab, `Beside the stage: ${TAB_LABELS[tab]}`, () => showTab(tab))),
  ...LOWER_TABS.map((tab) => entry(tab, `Below: ${TAB_LABELS[tab]}`, () => showLowerTab(tab))),
  entry('settings-all', 'All settings', () => {
    showTab('settings');
    showSettings('all');
  }),
  entry('selected', 'A message selected', () => select({ kind: 'message', message: 2 })),
  entry('story-selected', 'The story of a node', () => {
    select({ kind: 'node', node: 2 });
    showTab('story');
  }),
  entry('menu', 'What can happen to a node', () => select({ kind: 'node', node: 2 }, { x: 420, y: 260 })),
  entry('beside', 'Two futures', () => showBeside('mended')),
  entry('beside-calm', 'The same without its fault', () => showBeside(CALM)),
  entry('palette', 'The palette', () => openPalette('all')),
  entry('find', 'Finding a message', () => openPalette('messages')),
  entry('keys', 'The keys', () => setHelpOpen(true)),
  entry('export', 'Taking it away', () => showExport(true)),
  entry('scenarios', 'The list of scenarios', () => press('.scenario-button')),
  entry('faults', 'The list of faults', () => press('.faults-button')),
  entry('no-faults', 'No faults yet', () => press('.faults-button'), '#1.s=at-least-once&t=1s'),
  entry('speed', 'How fast', () => press('.speed')),
  entry('what-if', 'What if: which fault', () => press('.what-if-button')),
  entry('swept', 'What if: every moment', () => void startSweep({ kind: 'lose', role: 'settle' })),
  entry('first', 'The first minute: watching', () => first('watching'), '#1.s=at-least-once&t=1.2s'),
  entry('first-well', 'The first minute: all went well', () => first('untouched'), '#1.s=at-least-once&t=20s'),
  entry('first-twice', 'The first minute: charged twice', () => first('twice')),
  entry('mended', 'What was prevented', () => showTab('story'), '#1.s=at-least-once&v=mended&f=own&t=20s'),
  entry('call', 'A call, its threads and its pool', nothing, '#1.s=sync-http&f=own&t=4s'),
  entry('five', 'Five columns', nothing, '#1.s=decoupling&f=own&t=3s'),
  entry('crowd', 'Hundreds in a queue', nothing, '#1.s=buffering&f=own&t=10s'),
  entry('fan-out', 'Fan-out', nothing, '#1.s=user-signup&f=own&t=1.5s'),
  entry('crashed', 'A worker that has crashed', nothing, '#1.s=resilience&f=own&t=4s'),
  entry('never', 'Orders that are never charged', nothing, '#1.s=at-most-once-consumer&f=own&t=20s'),
  entry('dead-letters', 'Dead letters and waiting rooms', nothing, '#1.s=dead-letter-queue&f=own&t=6s'),
  entry('alert', 'An alert', nothing, '#1.s=queue-depth-alert&f=own&t=8s'),
  entry('held-back', 'A producer held back', nothing, '#1.s=backpressure&v=memory-alarm&f=own&t=6s'),
  entry('log-groups', 'A log with groups', nothing, '#1.s=order-events&f=own&t=5s'),
  entry('brokers', 'A cluster', nothing, '#1.s=order-events&v=brokers&f=own&t=5s'),
  entry('zombie', 'A consumer that sleeps', nothing, '#1.s=zombie-consumer&f=own&t=7s'),
  entry('transactions', 'Transactions', nothing, '#1.s=kafka-exactly-once&f=own&t=6s'),
  entry('refused', 'A setting that cannot be', nothing, '#1.s=at-least-once&set=prefetch:lots'),
  entry('damaged', 'A link that cannot be read', nothing, '#1.s=at-least-once&colour=blue&f=explode&t=1s'),
  entry('unknown', 'A scenario that does not exist', nothing, '#1.s=at-least-twice'),
  entry('unreadable', 'A file that is none', () => showTab('file'), '#1.file=%7B%22format%22:1'),
];
