import { lazy, Suspense } from 'react';
import { Foot } from '../foot/Foot';
import { Header } from '../header/Header';
import { Stage } from '../stage/Stage';
import { Transport } from '../transport/Transport';
import { ActMenu } from './ActMenu';
import { FirstMinuteBar } from './FirstMinuteBar';
import { LiveRegion, Summary } from './LiveRegion';
import { LowerPanel } from './LowerPanel';
import { Notices } from './Notices';
import { useRunStore } from './runStore';
import { SidePanel } from './SidePanel';
import { useUiStore } from './uiStore';
import './app.css';

const HelpSheet = lazy(() => import('./HelpSheet'));

/** The page: what stands where. Each area is a view of its own; they meet in the stores. */
export function App() {
  const isFirst = useUiStore(({ firstMinute }) => firstMinute.phase !== 'over');
  const helpOpen = useUiStore((state) => state.helpOpen);
  const loading = useRunStore((state) => state.loading);
  return (
    <div className={isFirst ? 'app is-first' : 'app'} aria-busy={loading}>
      <header className="app-header">
        <Header bare={isFirst} />
      </header>
      <main className="app-stage">
        <Summary />
        <Stage />
        <Notices />
        <Loading />
      </main>
      {isFirst ? (
        <footer className="app-first">
          <FirstMinuteBar />
        </footer>
      ) : (
        <>
          <aside className="app-side" aria-label="Evidence">
            <SidePanel />
          </aside>
          <section className="app-transport" aria-label="Time">
            <Transport />
          </section>
          <section className="app-lower" aria-label="The whole run">
            <LowerPanel />
          </section>
          <footer className="app-foot">
            <Foot />
          </footer>
        </>
      )}
      <ActMenu />
      <LiveRegion />
      {helpOpen && (
        <Suspense fallback={null}>
          <HelpSheet />
        </Suspense>
      )}
    </div>
  );
}

/** How far a run is that takes long enough to be noticed. The last good one stays on the stage meanwhile. */
function Loading() {
  const loading = useRunStore((state) => state.loading);
  const progress = useRunStore((state) => state.progress);
  return loading ? <progress className="app-loading" value={progress} max={1} aria-label="Computing the run" /> : null;
}
