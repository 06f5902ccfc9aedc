import { useEffect, useId, useRef, useState } from 'react';
import type { Picture } from '../app/pictures';
import type { Run } from '../app/runStore';
import { saveBlob } from '../app/saveFile';
import { say } from '../app/speech';
import { Button } from '../design/Button';
import { FILM_KINDS, lengthOf, make, NoEncoder, SECONDS_MAX, type FilmKind } from './film';

/** Pixels: sharp enough on half a slide, and small enough to send. */
const WIDTHS: { readonly [K in FilmKind]: number } = { gif: 720, webm: 1280 };

/** A film of a span of the run, at the speed that is chosen: as a GIF, or as WebM where the browser can. */
export function FilmMaker({ stage, run }: { readonly stage: Picture; readonly run: Run }) {
  const id = useId();
  const end = Math.ceil(run.pacing.end / 1000) / 1000;
  const [from, setFrom] = useState(0);
  const [to, setTo] = useState(end);
  const [share, setShare] = useState<number | null>(null);
  const giveUp = useRef<AbortController | null>(null);
  useEffect(() => () => giveUp.current?.abort(), []);
  const [trouble, setTrouble] = useState('');
  const span = { from: from * 1_000_000, to: to * 1_000_000 };
  const isEmpty = from >= to;
  const seconds = lengthOf(span);

  const start = async (kind: FilmKind): Promise<void> => {
    giveUp.current = new AbortController();
    setTrouble('');
    setShare(0);
    const width = document.querySelector('.stage')!.clientWidth;
    const { framesPerSecond, open } = FILM_KINDS[kind];
    const film = { ...span, framesPerSecond, scale: Math.min(1, WIDTHS[kind] / width) };
    try {
      const reel = await open(framesPerSecond);
      const blob = await make(film, reel, () => stage.draw(), setShare, giveUp.current.signal);
      if (blob === null) return;
      saveBlob(`${run.scenario.id}-${from}s-${to}s.${kind}`, blob);
      say('Film saved.', 'now');
    } catch (error) {
      setTrouble(
        error instanceof NoEncoder
          ? 'This browser has no encoder for WebM. A GIF it can make.'
          : 'This browser could not make the film.',
      );
    } finally {
      setShare(null);
    }
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
          {isEmpty
            ? 'It ends before it begins.'
            : seconds > SECONDS_MAX
              ? `${SECONDS_MAX} s long, as long as a film may be: the rest is left out`
              : `${seconds.toFixed(1)} s long at this speed`}
        </small>
        {share === null ? (
          <>
            <Button disabled={isEmpty} onClick={() => void start('webm')} aria-label="Film as WebM">
              WebM
            </Button>
            <Button disabled={isEmpty} onClick={() => void start('gif')} aria-label="Film as GIF">
              GIF
            </Button>
          </>
        ) : (
          <>
            <progress value={share} aria-label="Making the film" />
            <Button onClick={() => giveUp.current?.abort()}>Stop</Button>
          </>
        )}
      </div>
      {trouble !== '' && (
        <p className="export-trouble" role="alert">
          {trouble}
        </p>
      )}
    </section>
  );
}
