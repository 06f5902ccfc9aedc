import { clockStore } from '../app/clockStore';
import { selectionStore } from '../app/selectionStore';
import type { StageSource } from '../app/stageSource';
import { uiStore } from '../app/uiStore';
import type { Camera } from './camera';
import { Losses, Spills } from './falls';
import type { StageModel } from './model';
import { onPaletteChange, readPalette, type Palette } from './palette';
import { paint, type Picture } from './paint';
import { pixelRatio } from '../design/zoom';
import { pictureOf } from './picture';

/**
 * Draws the canvas whenever the scene, the selection or the colours change, and while something falls.
 * React takes no part in it. What was drawn last is kept to be pointed at.
 */
export interface Painter {
  /** Another run, size or scale. */
  show(model: StageModel, camera: Camera): void;
  /** What was drawn last; null before the first picture. */
  readonly picture: Picture | null;
  stop(): void;
}

/** On the screen: how long a way stays lit. */
const GLOW_MS = 600;

export function startPainter(
  canvas: HTMLCanvasElement,
  source: StageSource,
  drawn: (picture: Picture, camera: Camera) => void,
): Painter {
  const context = canvas.getContext('2d');
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');
  const losses = new Losses();
  const spills = new Spills();
  let palette: Palette = readPalette(canvas);
  let shown: { readonly model: StageModel; readonly camera: Camera } | null = null;
  let picture: Picture | null = null;
  let handle = 0;

  const frame = (): void => {
    handle = 0;
    const { scene } = source.scenes.getState();
    if (scene === null || shown === null || context === null) return;
    const { model, camera } = shown;
    const wall = performance.now();
    const { playing, seq, speed, ease } = clockStore.getState();
    const animate = (playing || seq !== null) && !reduced.matches;
    losses.watch(
      scene.graveyard.map(({ packet }) => packet.packet),
      wall,
      animate,
    );
    spills.watch(scene, picture, model, wall, animate);
    const { selected, hovered } = selectionStore.getState();
    const next = pictureOf(scene, model, {
      stepped: reduced.matches,
      selected: source.fromPage(selected),
      hovered: source.fromPage(hovered),
      ring: source.canAct ? uiStore.getState().firstMinute.ring : null,
      glow: seq === null ? GLOW_MS * 1000 * speed * ease : 0,
      lostSinceMs: (packet) => losses.since(packet, wall),
    });
    picture = { ...next, spilt: spills.tokens(wall) };
    const ratio = fit(canvas, camera);
    context.setTransform(ratio * camera.scale, 0, 0, ratio * camera.scale, 0, 0);
    context.clearRect(0, 0, camera.logical.width, camera.logical.height);
    paint(context, picture, palette);
    drawn(picture, camera);
    if (losses.isFalling(wall) || spills.isFalling(wall)) draw();
  };
  const draw = (): void => {
    if (handle === 0) handle = requestAnimationFrame(frame);
  };
  const ends = [
    source.scenes.subscribe(draw),
    selectionStore.subscribe(draw),
    uiStore.subscribe(draw),
    onPaletteChange(() => {
      palette = readPalette(canvas);
      draw();
    }),
  ];
  return {
    show(model, camera) {
      shown = { model, camera };
      draw();
    },
    get picture() {
      return picture;
    },
    stop() {
      for (const end of ends) end();
      cancelAnimationFrame(handle);
    },
  };
}

/** Gives the canvas as many pixels as the screen has for it, two to one at most. Returns how many to one. */
function fit(canvas: HTMLCanvasElement, { logical, scale }: Camera): number {
  const ratio = pixelRatio();
  const width = Math.round(logical.width * scale * ratio);
  const height = Math.round(logical.height * scale * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  return ratio;
}
