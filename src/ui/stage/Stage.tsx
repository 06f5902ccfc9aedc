import {
  lazy,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type RefObject,
  type MouseEvent,
  type PointerEvent,
} from 'react';
import type { PacketId } from '../../engine/units';
import { offerPicture } from '../app/pictures';
import { useRunStore } from '../app/runStore';
import type { Selection } from '../app/selectionStore';
import { StageContext } from '../app/stageSource';
import { useUiStore } from '../app/uiStore';
import { pointIn } from '../design/zoom';
import { cameraFor, toLogical, type Camera } from './camera';
import { startPainter, type Painter } from './frameLoop';
import type { Size } from './geometry';
import { hit, REACH_MOUSE, REACH_TOUCH } from './hit';
import { newPointer } from './interaction/pointer';
import { layOut } from './layout';
import { Standing } from './Standing';
import { modelOf, type StageModel } from './model';
import type { Picture } from './paint';
import { fetchLate } from './marks/late';
import './stage.css';

/** For the keyboard and for those who cannot see: fetched while the first picture is drawn. */
const StageOutline = lazy(() => import('./StageOutline'));
const Legend = lazy(() => import('./marks/Legend'));
/** A narrower stage has no room for words beneath its producers. */
const LEGEND_FROM = 760;

/**
 * The picture at the centre. Three layers of one size: SVG for what stands, a canvas for what moves,
 * and transparent named elements over both for the keyboard and for those who cannot see it.
 */
export function Stage() {
  const root = useRef<HTMLDivElement>(null);
  const size = useSize(root);
  const { canAct } = useContext(StageContext);
  const run = useRunStore((state) => state.run);
  const shown = useMemo(() => {
    if (run === null || size === null) return null;
    const { lore } = run;
    const subject = { ...run.header, owners: lore.owners, bracketed: lore.bracketed, peaks: lore.peaks };
    const camera = cameraFor(subject, size);
    const layout = layOut(subject, camera.logical, camera.turned);
    return { camera, model: modelOf(run.header, layout, lore) };
  }, [run, size]);
  return (
    <section ref={root} className="stage" aria-label={canAct ? 'Stage' : 'Stage of the run beside'}>
      {shown !== null && <Layers model={shown.model} camera={shown.camera} />}
    </section>
  );
}

interface Props {
  readonly model: StageModel;
  readonly camera: Camera;
}

function Layers({ model, camera }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ringElement = useRef<HTMLDivElement>(null);
  const source = useContext(StageContext);
  const { layout } = model;
  const hasLegend =
    source.canAct &&
    !layout.turned &&
    camera.logical.width * camera.scale >= LEGEND_FROM &&
    [...layout.places.values()].some(({ shape }) => shape === 'log');
  const painter = useRef<Painter | null>(null);
  const elements = useRef(new Map<PacketId, HTMLElement>());
  const ring = useUiStore((state) => state.firstMinute.ring);
  const ringNow = useRef(ring);
  useEffect(() => {
    ringNow.current = ring;
  }, [ring]);

  useEffect(() => {
    const started = startPainter(canvas.current!, source, (picture, { scale }) => {
      moveTargets(picture, scale, elements.current);
      moveRing(picture, scale, ringNow.current, ringElement.current);
    });
    painter.current = started;
    return () => started.stop();
  }, [source]);
  useShown(painter, model, camera);

  const layers = useRef<HTMLDivElement>(null);
  useOffered(layers, painter, camera);

  const register = useCallback(
    (packet: PacketId, element: HTMLElement | null) => {
      if (element === null) elements.current.delete(packet);
      else {
        elements.current.set(packet, element);
        const { picture } = painter.current ?? { picture: null };
        if (picture !== null) moveTargets(picture, camera.scale, new Map([[packet, element]]));
      }
    },
    [camera],
  );

  const pointer = useMemo(() => newPointer(source), [source]);
  const under = (event: MouseEvent | PointerEvent): Selection | null => {
    const picture = painter.current?.picture;
    if (!picture) return null;
    const point = toLogical(camera, pointIn(canvas.current!, event));
    const isTouch = 'pointerType' in event && event.pointerType === 'touch';
    return hit(
      { tokens: picture.tokens, graves: picture.graves, layout: model.layout },
      point,
      (isTouch ? REACH_TOUCH : REACH_MOUSE) / camera.scale,
    );
  };

  return (
    <div
      ref={layers}
      className="stage-layers"
      onPointerMove={(event) => {
        const over = under(event);
        event.currentTarget.classList.toggle('is-over', over !== null);
        pointer.moved(over);
      }}
      onPointerLeave={() => pointer.left()}
      onPointerDown={(event) => {
        if (event.button === 0) pointer.pressed(under(event));
      }}
      onPointerCancel={() => pointer.cancelled()}
      onClick={(event) => pointer.clicked(under(event), { x: event.clientX, y: event.clientY })}
    >
      <Standing model={model} camera={camera} />
      <canvas ref={canvas} className="stage-canvas" aria-hidden="true" />
      <div
        ref={ringElement}
        className={model.layout.turned ? 'stage-ring is-turned' : 'stage-ring'}
        hidden
        aria-hidden="true"
      >
        <span>click to lose it</span>
      </div>
      <Suspense fallback={null}>
        <StageOutline model={model} camera={camera} register={register} />
        {hasLegend && <Legend model={model} />}
      </Suspense>
    </div>
  );
}

/** Draws that model at that scale, and once more when what it needs besides has been fetched. */
function useShown(painter: RefObject<Painter | null>, model: StageModel, camera: Camera): void {
  const source = useContext(StageContext);
  useEffect(() => {
    painter.current?.show(model, camera);
    let isShown = true;
    void fetchLate(model.layout, model.header.messages.length).then((more) => {
      if (more && isShown) painter.current?.show(model, camera);
    });
    return () => {
      isShown = false;
    };
  }, [model, camera, source, painter]);
}

/** Lets the stage be taken away as a picture; the one of a run beside is not. */
function useOffered(
  layers: RefObject<HTMLDivElement | null>,
  painter: RefObject<Painter | null>,
  camera: Camera,
): void {
  const { canAct } = useContext(StageContext);
  useEffect(() => {
    if (!canAct) return;
    return offerPicture({
      id: 'stage',
      label: 'The stage',
      draw: async () => {
        const { svgOf } = await import('./svg');
        const standing = layers.current!.querySelector<SVGSVGElement>('.stage-standing')!;
        return svgOf(standing, painter.current!.picture!, camera);
      },
    });
  }, [canAct, camera, layers, painter]);
}

/** Puts the named elements of packets over what was drawn. */
function moveTargets(picture: Picture, scale: number, elements: ReadonlyMap<PacketId, HTMLElement>): void {
  for (const { target, x, y } of picture.tokens) {
    if (target.kind !== 'packet') continue;
    const element = elements.get(target.packet);
    if (element !== undefined)
      element.style.transform = `translate(${(x * scale).toFixed(1)}px, ${(y * scale).toFixed(1)}px)`;
  }
}

function moveRing(picture: Picture, scale: number, ring: PacketId | null, element: HTMLDivElement | null): void {
  if (element === null) return;
  const ringed =
    ring === null ? undefined : picture.tokens.find(({ target }) => target.kind === 'packet' && target.packet === ring);
  element.hidden = ringed === undefined;
  if (ringed !== undefined)
    element.style.transform = `translate(${(ringed.x * scale).toFixed(1)}px, ${(ringed.y * scale).toFixed(1)}px)`;
}

/** The size of the stage on the screen; null until it is known. */
function useSize(root: React.RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const element = root.current!;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width === 0 || height === 0) return;
      setSize((before) =>
        before !== null && before.width === width && before.height === height ? before : { width, height },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [root]);
  return size;
}
