import { useEffect, useId, useRef, useState } from 'react';
import type { Picture } from '../app/pictures';
import type { Run } from '../app/runStore';
import { saveBlob } from '../app/saveFile';
import { say } from '../app/speech';
import { Button } from '../design/Button';
import { FRAMES_MAX, make, momentsOf, type Film } from './film';

const FRAMES_PER_SECOND = 10;
const FILM_WIDTH = 720;

/** A film of a span of the run, at the speed that is chosen, as a GIF. */
export function FilmMaker({ stage, run }: { readonly stage: Picture; readonly run: Run }) {
  const id = useId();
  const end = Math.ceil(run.pacing.end / 1000) / 1000;
  const [from, setFrom] = useState(0);
  const [to, setTo] = useState(end);
  const [share, setShare] = useState<number | null>(null);
  const giveUp = useRef<AbortController | null>(null);
  useEffect(() => () => giveUp.current?.abort(), []);
  const film: Film = { from: from * 1_000_000, to: to * 1_000_000, framesPerSecond: FRAMES_PER_SECOND, scale: 1 };
  const frames = from < to ? momentsOf(film).length : 0;

  const start = async (): Promise<void> => {
    giveUp.current = new AbortController();
    setShare(0);
    const width = document.querySelector('.stage')!.clientWidth;
    const scale = Math.min(1, FILM_WIDTH / width);
    const blob = await make({ ...film, scale }, () => stage.draw(), setShare, giveUp.current.signal);
    setShare(null);
    if (blob === null) return;
    saveBlob(`${run.scenario.id}-${from}s-${to}s.gif`, blob);
    say('Film saved.', 'now');
  };
  const field = (name: string, label: string, value: number, set: (value: number) => void) => (
    <label htmlFor={`${id}-${name}`}>
      {label}
      <input
        id={`${id}-${name}`}
        type="number"
        min={0}
        max={end}
        step="any"
        value={value}
        onChange={(event) => event.target.value !== '' && set(Math.min(end, Math.max(0, Number(event.target.value))))}
      />
      s
    </label>
  );
  return (
    <section>
      <h3>Film</h3>
      <div className="export-film">
        {field('from', 'From', from, setFrom)}
        {field('to', 'to', to, setTo)}
        <small>
          {frames === 0
            ? 'It ends before it begins.'
            : `${frames} frames, ${FRAMES_PER_SECOND} a second${frames >= FRAMES_MAX ? ': as many as a film may have; the rest is left out' : ''}`}
        </small>
        {share === null ? (
          <Button disabled={frames === 0} onClick={() => void start()} aria-label="Make a film">
            GIF
          </Button>
        ) : (
          <>
            <progress value={share} aria-label="Making the film" />
            <Button onClick={() => giveUp.current?.abort()}>Stop</Button>
          </>
        )}
      </div>
    </section>
  );
}
