import { lazy, Suspense } from 'react';
import { Tabs } from '../design/Tabs';
import { OutcomePanel } from './OutcomePanel';
import { LOWER_TABS, showTab, SIDE_TABS, TAB_LABELS, tabKey, useUiStore, type LowerTab, type SideTab } from './uiStore';
import { useNarrow } from './useNarrow';

const Story = lazy(() => import('../story/Story'));
const Settings = lazy(() => import('../settings/Settings'));
const Code = lazy(() => import('../code/Code'));
const Editor = lazy(() => import('../editor/Editor'));
const Knowledge = lazy(() => import('../knowledge/Knowledge'));
const Log = lazy(() => import('../log/Log'));
const SpaceTime = lazy(() => import('../spacetime/SpaceTime'));
const Operator = lazy(() => import('../operator/Operator'));
const Plots = lazy(() => import('../plots/Plots'));

type Tab = SideTab | LowerTab;

const isLower = (tab: Tab): tab is LowerTab => LOWER_TABS.some((lower) => lower === tab);

const tabsOf = (ids: readonly Tab[]) =>
  ids.map((id, index) => ({ id, label: TAB_LABELS[id], hint: `Key ${tabKey(index)}` }));
const TABS = tabsOf(SIDE_TABS);
/** On a phone one sheet holds all panels. */
const ALL_TABS = tabsOf([...SIDE_TABS, ...LOWER_TABS]);

/** The evidence beside the stage: what came of it, why, what is set, what code runs. */
export function SidePanel() {
  const chosen = useUiStore((state) => state.tab);
  const isNarrow = useNarrow();
  const tab = !isNarrow && isLower(chosen) ? 'outcome' : chosen;
  return (
    <Tabs label="Evidence" tabs={isNarrow ? ALL_TABS : TABS} value={tab} onChange={showTab}>
      <Suspense fallback={null}>{PANELS[tab]()}</Suspense>
    </Tabs>
  );
}

const PANELS: { readonly [T in Tab]: () => React.ReactNode } = {
  outcome: () => <OutcomePanel />,
  story: () => <Story />,
  settings: () => <Settings />,
  code: () => <Code />,
  space: () => <SpaceTime />,
  file: () => <Editor />,
  plots: () => <Plots />,
  log: () => <Log />,
  known: () => <Knowledge />,
  operator: () => <Operator />,
};
