import { finishFirstMinute } from '../firstMinute';
import { LOWER_TABS, SIDE_TABS, showLowerTab, showTab, TAB_LABELS, tabKey } from '../uiStore';
import type { Command } from './command';

/** One a tab, in the order on screen: the keys are counted, so that a new tab moves the later ones. */
export const tabs: readonly Command[] = [
  ...SIDE_TABS.map((tab) => ({ tab, show: () => showTab(tab) })),
  ...LOWER_TABS.map((tab) => ({ tab, show: () => showLowerTab(tab) })),
].map(({ tab, show }, index) => ({
  name: `tab-${tab}`,
  label: `Show ${TAB_LABELS[tab]}`,
  keys: [tabKey(index)],
  group: 'Page',
  when: () => true,
  do: () => {
    finishFirstMinute();
    show();
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[role=tab][data-tab=${tab}]`)?.focus());
  },
}));
