import { lazy, Suspense, useEffect, useState } from 'react';
import { FirstHeader } from '../header/FirstHeader';
import { Stage } from '../stage/Stage';
import { FirstMinuteBar } from './FirstMinuteBar';
import { LiveRegion, Summary } from './LiveRegion';
import { useRunStore } from './runStore';
import { useSceneStore } from './sceneStore';
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
const Waiting = lazy(() => import('./Waiting'));
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
  const isFar = useSceneStore((state) => state.isFar);
  const hasNews = useHasNews();
  return (
    <div className={`app${look}`} aria-busy={loading || isFar}>
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
  const isCut = useRunStore(({ run }) => run?.summary.ended === 'limit');
  return useUiStore(({ notices }) => notices.length > 0) || isRefused || isCut;
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

/** A run that takes longer says how far it is, and can be called off. */
const PATIENCE_MS = 400;

/** That something is computed or read which takes long enough to be noticed. The last good run stays on the stage meanwhile. */
function Loading() {
  const loading = useRunStore((state) => state.loading);
  const isFar = useSceneStore((state) => state.isFar);
  const [isLong, setLong] = useState(false);
  const isBusy = loading || isFar;
  useEffect(() => {
    if (!isBusy) return;
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isBusy]);
  return <Suspense fallback={null}>{isBusy && isLong && <Waiting />}</Suspense>;
}
