import { lazy, Suspense } from 'react';
import { Tabs } from '../design/Tabs';
import { OutcomePanel } from './OutcomePanel';
import { showTab, SIDE_TABS, TAB_LABELS, useUiStore, type SideTab } from './uiStore';

const Story = lazy(() => import('../story/Story'));
const Settings = lazy(() => import('../settings/Settings'));
const Code = lazy(() => import('../code/Code'));

const TABS = SIDE_TABS.map((id, index) => ({ id, label: TAB_LABELS[id], hint: `Key ${index + 1}` }));

/** The evidence beside the stage: what came of it, why, what is set, what code runs. */
export function SidePanel() {
  const tab = useUiStore((state) => state.tab);
  return (
    <Tabs label="Evidence" tabs={TABS} value={tab} onChange={showTab}>
      <Suspense fallback={null}>{PANELS[tab]()}</Suspense>
    </Tabs>
  );
}

const PANELS: { readonly [T in SideTab]: () => React.ReactNode } = {
  outcome: () => <OutcomePanel />,
  story: () => <Story />,
  settings: () => <Settings />,
  code: () => <Code />,
};
