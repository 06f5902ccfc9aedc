import { Button } from '../design/Button';
import { count, formatTime } from '../design/format';
import { useClockStore } from './clockStore';
import { undo } from './editStore';
import { openHome } from './opening';
import { cancelRun, runStore, useRunStore } from './runStore';
import './waiting.css';

/** How far a run is that takes long, and the way out of it; or how far the reading of one is whose moment is wanted. */
export default function Waiting() {
  const loading = useRunStore((state) => state.loading);
  return loading ? <Computing /> : <Going />;
}

function Computing() {
  const progress = useRunStore((state) => state.progress);
  const events = useRunStore((state) => state.events);
  return (
    <div className="waiting">
      <progress {...(progress === null ? {} : { value: progress })} max={1} aria-label="Computing the run" />
      <p>
        {progress === null ? 'Reading the run' : 'Computing the run'}
        {events > 0 && `: ${count(events, 'event')}`}
      </p>
      <Button onClick={giveUp}>Cancel</Button>
    </div>
  );
}

/** Back to what is on the page; with nothing there, to where everybody begins. */
function giveUp(): void {
  cancelRun();
  if (runStore.getState().run === null) openHome();
  else undo();
}

function Going() {
  const time = useClockStore(({ time }) => formatTime(time));
  return (
    <div className="waiting">
      <progress aria-label="Going to that moment" />
      <p>Reading on to {time}</p>
    </div>
  );
}
