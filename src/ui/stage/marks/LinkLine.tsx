import type { ConnectionScene, Scene } from '../../../analysis/scene/scene';
import { useFigures } from '../figures';
import { along } from '../geometry';
import type { LinkPath } from '../links';

/** A link, and the state of the connection on it: whole, cut, reset, opening again. */

/** `down`: one of its ends is, which its card says. */
type LinkState = 'up' | 'cut' | 'reset' | 'opening' | 'refused' | 'down';

interface LinkFigures {
  readonly state: LinkState;
  readonly loss: number;
}

export function linkFigures(scene: Scene, link: LinkPath): LinkFigures {
  const own = scene.links[link.index];
  const loss = own?.loss ?? 0;
  if (own?.cut === true) return { state: 'cut', loss };
  const state = connectionState(scene, link);
  const isGone = (node: number) => ['down', 'ended', 'not-started'].includes(scene.nodes[node]?.state ?? '');
  const isDown = [link.from, link.to].some(isGone);
  return { state: isDown && state !== 'up' ? 'down' : state, loss };
}

/** The newest connection between the two: an older one may be in its grave already. */
function connectionState(scene: Scene, { from, to }: LinkPath): LinkState {
  let newest: ConnectionScene | undefined;
  for (const connection of scene.connections) {
    // Ids of connections that have not been opened yet are holes in the list.
    if (connection === undefined) continue;
    const same =
      (connection.client === from && connection.server === to) ||
      (connection.client === to && connection.server === from);
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
  down: '',
};

/** What ails the link, in a word or two; empty if nothing does. */
export function linkWord({ state, loss }: LinkFigures): string {
  return state === 'up' && loss > 0 ? `loses ${Math.round(loss * 1000) / 10} %` : WORDS[state];
}

interface Props {
  readonly link: LinkPath;
}

export function LinkLine({ link }: Props) {
  const figures = useFigures(linkFigures, link);
  const state = figures?.state ?? 'up';
  const at = along(link.path, 0.5);
  return (
    <g className={`stage-link is-${state}`}>
      <path className="stage-link-line" d={link.path.d} />
      {state === 'cut' && <CutSign at={at} />}
      {state === 'reset' && <path className="stage-zigzag" d={zigzag(link)} />}
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

/** A broken line in place of the middle of the link. */
function zigzag({ path }: LinkPath): string {
  const isShort = path.lengths[path.lengths.length - 1]! < 70;
  const steps = isShort ? 4 : 6;
  const [start, length] = isShort ? [0.12, 0.76] : [0.32, 0.36];
  let d = '';
  for (let i = 0; i <= steps; i += 1) {
    const { x, y, angle } = along(path, start + (length * i) / steps);
    const away = i === 0 || i === steps ? 0 : i % 2 === 0 ? 6 : -6;
    d += `${i === 0 ? 'M' : 'L'}${(x - Math.sin(angle) * away).toFixed(1)} ${(y + Math.cos(angle) * away).toFixed(1)}`;
  }
  return d;
}
