import { lazy, Suspense } from 'react';
import { Tabs } from '../design/Tabs';
import { LOWER_TABS, showLowerTab, SIDE_TABS, TAB_LABELS, tabKey, useUiStore, type LowerTab } from './uiStore';

const Knowledge = lazy(() => import('../knowledge/Knowledge'));
const Log = lazy(() => import('../log/Log'));
const LogTools = lazy(() => import('../log/LogTools'));
const SpaceTime = lazy(() => import('../spacetime/SpaceTime'));
const SpaceTools = lazy(() => import('../spacetime/SpaceTools'));
const PlotTools = lazy(() => import('../plots/PlotTools'));
const Operator = lazy(() => import('../operator/Operator'));
const OperatorTools = lazy(() => import('../operator/OperatorTools'));
const Plots = lazy(() => import('../plots/Plots'));

const TABS = LOWER_TABS.map((id, index) => ({
  id,
  label: TAB_LABELS[id],
  hint: `Key ${tabKey(SIDE_TABS.length + index)}`,
}));

/** The whole run below the stage. */
export function LowerPanel() {
  const tab = useUiStore((state) => state.lowerTab);
  return (
    <Tabs
      label="The whole run"
      tabs={TABS}
      value={tab}
      onChange={showLowerTab}
      aside={<Suspense fallback={null}>{ASIDES[tab]()}</Suspense>}
    >
      <Suspense fallback={null}>{PANELS[tab]()}</Suspense>
    </Tabs>
  );
}

type Part = { readonly [T in LowerTab]: () => React.ReactNode };

const PANELS: Part = {
  space: () => <SpaceTime />,
  plots: () => <Plots />,
  log: () => <Log />,
  known: () => <Knowledge />,
  operator: () => <Operator />,
};

const ASIDES: Part = {
  space: () => <SpaceTools />,
  plots: () => <PlotTools />,
  log: () => <LogTools />,
  known: () => null,
  operator: () => <OperatorTools />,
};
