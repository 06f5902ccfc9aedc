import { lazy, Suspense, useEffect } from 'react';
import { FirstHeader } from '../header/FirstHeader';
import { Stage } from '../stage/Stage';
import { FirstMinuteBar } from './FirstMinuteBar';
import { LiveRegion, Summary } from './LiveRegion';
import { useRunStore } from './runStore';
import { useSelectionStore } from './selectionStore';
import { galleryEntry, useUiStore } from './uiStore';
import './app.css';

const loadWorkbench = () => import('./Workbench');
const Workbench = lazy(async () => ({ default: (await loadWorkbench()).Workbench }));
const Header = lazy(async () => ({ default: (await loadWorkbench()).Header }));
const ActMenu = lazy(() => import('./ActMenu'));
const HelpSheet = lazy(() => import('./HelpSheet'));
const Beside = lazy(() => import('../compare/Beside'));
const CompareBar = lazy(() => import('../compare/CompareBar'));
const Export = lazy(() => import('../export/Export'));
const Notices = lazy(() => import('./Notices'));
const Gallery = lazy(() => import('../gallery/Gallery'));
const Palette = lazy(() => import('../palette/Palette'));

/** The page: what stands where. Each area is a view of its own; they meet in the stores. */
export function App() {
  const isFirst = useUiStore(({ firstMinute }) => firstMinute.phase !== 'over');
  const helpOpen = useUiStore((state) => state.helpOpen);
  const isComparing = useUiStore(({ beside }) => beside !== null) && !isFirst;
  const isEditing = useUiStore(({ tab }) => tab === 'file');
  const look = isFirst ? ' is-first' : isComparing ? ' is-comparing' : isEditing ? ' is-editing' : '';
  const exportOpen = useUiStore((state) => state.exportOpen);
  const palette = useUiStore((state) => state.palette);
  const isChoosing = useSelectionStore(({ selected, menuAt }) => selected !== null && menuAt !== null);
  const loading = useRunStore((state) => state.loading);
  const hasNews = useHasNews();
  return (
    <div className={`app${look}`} aria-busy={loading}>
      <header className="app-header">
        <Suspense fallback={null}>{isFirst ? <FirstHeader /> : <Header />}</Suspense>
      </header>
      <main className="app-stage">
        <Summary />
        <div className="app-stages">
          <Stage />
          <Suspense fallback={null}>{isComparing && <Beside stage={<Stage />} />}</Suspense>
        </div>
        <Suspense fallback={null}>{hasNews && <Notices />}</Suspense>
        <Suspense fallback={null}>{isChoosing && <ActMenu />}</Suspense>
        <Loading />
      </main>
      {isComparing && (
        <section className="app-compare" aria-label="Comparison">
          <Suspense fallback={null}>
            <CompareBar />
          </Suspense>
        </section>
      )}
      <Suspense fallback={null}>{isFirst ? <First /> : <Workbench />}</Suspense>
      <LiveRegion />
      <Suspense fallback={null}>
        {galleryEntry() !== null && <Gallery />}
        {helpOpen && <HelpSheet />}
        {exportOpen && <Export />}
        {palette !== null && <Palette key={palette} scope={palette} />}
      </Suspense>
    </div>
  );
}

/** Whether there is anything for the notices to say. */
function useHasNews(): boolean {
  const isRefused = useRunStore(({ errors, failure }) => errors.length > 0 || failure !== null);
  return useUiStore(({ notices }) => notices.length > 0) || isRefused;
}

/** So long after the first picture nobody waits for anything else. */
const PRELOAD_MS = 3_000;

/** The first minute: a name, one sentence, one thing to do. The workbench is fetched meanwhile. */
function First() {
  useEffect(() => {
    const timer = setTimeout(() => void loadWorkbench(), PRELOAD_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <footer className="app-first">
      <FirstMinuteBar />
    </footer>
  );
}

/** How far a run is that takes long enough to be noticed. The last good one stays on the stage meanwhile. */
function Loading() {
  const loading = useRunStore((state) => state.loading);
  const progress = useRunStore((state) => state.progress);
  return loading ? <progress className="app-loading" value={progress} max={1} aria-label="Computing the run" /> : null;
}
