import type { ConnectionScene, Scene } from '../../../analysis/scene/scene';
import { useFigures } from '../figures';
import { along } from '../geometry';
import type { LinkPath } from '../links';
import { widthOf } from '../text';

/** A link, and the state of the connection on it: whole, cut, reset, opening again. */

type LinkState = 'up' | 'cut' | 'reset' | 'opening' | 'refused';

interface LinkFigures {
  readonly state: LinkState;
  readonly loss: number;
}

export function linkFigures(scene: Scene, link: LinkPath): LinkFigures {
  const own = scene.links[link.index];
  const loss = own?.loss ?? 0;
  if (own?.cut === true) return { state: 'cut', loss };
  return { state: connectionState(scene, link), loss };
}

/** The newest connection between the two: an older one may be in its grave already. */
function connectionState(scene: Scene, { from, to }: LinkPath): LinkState {
  let newest: ConnectionScene | undefined;
  for (const connection of scene.connections) {
    // Ids of connections that have not been opened yet are holes in the list.
    if (connection === undefined) continue;
    const same = (connection.client === from && connection.server === to) || (connection.client === to && connection.server === from);
    if (same && (newest === undefined || connection.id > newest.id)) newest = connection;
  }
  switch (newest?.state) {
    case 'opening':
      return 'opening';
    case 'refused':
      return 'refused';
    case 'reset':
      return 'reset';
    case 'closed':
      return 'reset';
    case 'open':
    case undefined:
      return 'up';
  }
}

const WORDS: Readonly<Record<LinkState, string>> = {
  up: '',
  cut: 'cut',
  reset: 'connection reset',
  opening: 'connecting',
  refused: 'refused',
};

interface Props {
  readonly link: LinkPath;
  readonly turned: boolean;
}

export function LinkLine({ link, turned }: Props) {
  const figures = useFigures(linkFigures, link);
  const state = figures?.state ?? 'up';
  const at = along(link.path, 0.5);
  const word = figures !== null && state === 'up' && figures.loss > 0 ? `loses ${Math.round(figures.loss * 1000) / 10} %` : WORDS[state];
  const gap = link.path.lengths[link.path.lengths.length - 1]!;
  return (
    <g className={`stage-link is-${state}`}>
      <path className="stage-link-line" d={link.path.d} />
      {state === 'cut' && <CutSign at={at} />}
      {state === 'reset' && <path className="stage-zigzag" d={zigzag(link)} />}
      {word !== '' && <LinkWord word={word} x={at.x} y={at.y} turned={turned} room={gap} />}
    </g>
  );
}

function CutSign({ at }: { readonly at: { readonly x: number; readonly y: number; readonly angle: number } }) {
  const degrees = (at.angle * 180) / Math.PI;
  return (
    <g transform={`translate(${at.x} ${at.y}) rotate(${degrees})`}>
      <rect className="stage-gap" x={-7} y={-6} width={14} height={12} />
      <path className="stage-cut" d="M-5 -8V8M5 -8V8" />
    </g>
  );
}

interface WordProps {
  readonly word: string;
  readonly x: number;
  readonly y: number;
  readonly turned: boolean;
  readonly room: number;
}

/** Two words stand one above the other where the link is short. */
function LinkWord({ word, x, y, turned, room }: WordProps) {
  const lines = widthOf(word, { size: 12 }) > room - 8 || turned ? word.split(' ') : [word];
  const top = y - 12 - (lines.length - 1) * 14;
  return (
    <text className="stage-link-word" textAnchor="middle">
      {lines.map((line, i) => (
        <tspan key={line} x={turned ? x + 34 : x} y={turned ? y - 2 + i * 13 : top + i * 14}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

/** A broken line in place of the middle of the link. */
function zigzag({ path }: LinkPath): string {
  const steps = 6;
  let d = '';
  for (let i = 0; i <= steps; i += 1) {
    const { x, y, angle } = along(path, 0.32 + (0.36 * i) / steps);
    const away = i === 0 || i === steps ? 0 : i % 2 === 0 ? 6 : -6;
    d += `${i === 0 ? 'M' : 'L'}${(x - Math.sin(angle) * away).toFixed(1)} ${(y + Math.cos(angle) * away).toFixed(1)}`;
  }
  return d;
}
