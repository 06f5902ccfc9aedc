import { showBeside, showExport, openPalette, setHelpOpen, showLowerTab, showSettings, showTab } from '../app/uiStore';
import { clearSelection, select } from '../app/selectionStore';
import { LOWER_TABS, SIDE_TABS, TAB_LABELS } from '../app/uiStore';

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
}

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
  entry('menu', 'What can happen to a node', () => select({ kind: 'node', node: 2 }, { x: 420, y: 260 })),
  entry('beside', 'Two futures', () => showBeside('mended')),
  entry('palette', 'The palette', () => openPalette('all')),
  entry('find', 'Finding a message', () => openPalette('messages')),
  entry('keys', 'The keys', () => setHelpOpen(true)),
  entry('export', 'Taking it away', () => showExport(true)),
  entry('fan-out', 'Fan-out', nothing, '#1.s=user-signup&f=own&t=1.5s'),
  entry('log-groups', 'A log with groups', nothing, '#1.s=order-events&f=own&t=5s'),
  entry('transactions', 'Transactions', nothing, '#1.s=kafka-exactly-once&f=own&t=6s'),
  entry('refused', 'A setting that cannot be', nothing, '#1.s=at-least-once&set=prefetch:lots'),
  entry('damaged', 'A link that cannot be read', nothing, '#1.s=at-least-once&colour=blue&f=explode&t=1s'),
  entry('unknown', 'A scenario that does not exist', nothing, '#1.s=at-least-twice'),
];
