import { useEffect, useState } from 'react';
import { readAddress } from '../app/address';
import { openAddress } from '../app/links';
import { runStore } from '../app/runStore';
import { galleryEntry } from '../app/uiStore';
import { Button } from '../design/Button';
import { clear, ENTRIES } from './entries';
import './gallery.css';

/** Every view in every state, one after another, by the arrow keys: for whoever looks the page over. */
export default function Gallery() {
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      ENTRIES.findIndex(({ id }) => id === galleryEntry()),
    ),
  );
  const shown = ENTRIES[at]!;
  /** Whether it stands as it should: its run is there, and what is to be open is open. */
  const [standing, setStanding] = useState('');
  useEffect(() => {
    clear();
    const read = readAddress(shown.link);
    if (read !== null) openAddress(read);
    return whenSettled(() => {
      shown.show();
      setStanding(shown.id);
    });
  }, [shown]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined || event.shiftKey) return;
      // Before the page's own keys, and from within whatever is open.
      event.preventDefault();
      event.stopPropagation();
      setAt((now) => (now + step + ENTRIES.length) % ENTRIES.length);
    };
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, []);
  return (
    <nav className="gallery" aria-label="Gallery" aria-busy={standing !== shown.id}>
      <Button look="quiet" onClick={() => setAt((at + ENTRIES.length - 1) % ENTRIES.length)}>
        ←
      </Button>
      <p aria-live="polite">
        {at + 1} of {ENTRIES.length} <b>{shown.title}</b>
      </p>
      <Button look="quiet" onClick={() => setAt((at + 1) % ENTRIES.length)}>
        →
      </Button>
    </nav>
  );
}

/** Calls once the run that was asked for is there or refused. Returns how to call it off. */
function whenSettled(then: () => void): () => void {
  let end = (): void => {};
  const look = (): boolean => {
    const { loading, run, errors } = runStore.getState();
    if (loading || (run === null && errors.length === 0)) return false;
    end();
    then();
    return true;
  };
  // In the next turn: what was opened asks for its run first.
  const timer = setTimeout(() => {
    if (!look()) end = runStore.subscribe(() => void look());
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}
