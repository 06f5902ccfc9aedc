import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { NONE } from '../../engine/units';
import { Folding } from '../app/folding';
import { offerPicture } from '../app/pictures';
import { useRunStore, type Run } from '../app/runStore';
import { hover, select, useSelectionStore } from '../app/selectionStore';
import { sentenceOf } from '../app/sentence';
import { useNarrow } from '../app/useNarrow';
import { useLatestWork } from '../app/work';
import { count, formatTime } from '../design/format';
import { fittedName } from '../design/text';
import { useSize } from '../design/useSize';
import { pointIn } from '../design/zoom';
import { startDiagram, type Diagram } from './diagram';
import { Frame } from './frame';
import { newHand, type Hand } from './hand';
import type { Hit } from './hit';
import { actByKey } from './keys';
import { readModel, type SpaceModel } from './model';
import { SpaceTools } from './SpaceTools';
import { svgOf } from './svg';
import './spacetime.css';

/** The whole run as a space-time diagram: a line a node, an arrow a packet. Its twin in words is the log. */
export default function SpaceTime() {
  const run = useRunStore((state) => state.run);
  useEffect(() => {
    if (run === null) return;
    return offerPicture({ id: 'space-time', label: 'The space-time diagram', draw: async () => svgOf(run) });
  }, [run]);
  const narrow = useNarrow();
  if (run === null) return null;
  return (
    <div className={narrow ? 'spacetime is-turned' : 'spacetime'}>
      <Whole run={run} turned={narrow} />
      {narrow && <SpaceTools />}
    </div>
  );
}

interface SheetProps {
  readonly model: SpaceModel;
  readonly turned: boolean;
}

/** A long run is read before it is drawn. */
function Whole({ run, turned }: { readonly run: Run; readonly turned: boolean }) {
  const model = useLatestWork(run, readModel);
  if (model === null) return <p className="spacetime-reading">Reading {count(run.records, 'record')}…</p>;
  return <Sheet model={model} turned={turned} />;
}

function Sheet({ model, turned }: SheetProps) {
  const { run } = model;
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const cursor = useRef<HTMLDivElement>(null);
  const pointer = useRef<HTMLDivElement>(null);
  const diagram = useRef<Diagram | null>(null);
  const latest = useRef(model);
  const [dense, setDense] = useState(0);
  const [tip, setTip] = useState<Tipped | null>(null);
  const inner = useSize(box);
  const width = inner.width;
  const height = turned ? inner.height : Math.max(inner.height, Frame.breadthFor(model.order.length));

  useEffect(() => {
    const easel = { canvas: canvas.current!, cursor: cursor.current!, pointer: pointer.current! };
    const started = startDiagram(easel, setDense);
    diagram.current = started;
    const hand = newHand(started, () => latest.current, body.current!);
    const end = listen(body.current!, hand, setTip);
    return () => {
      end();
      started.stop();
    };
  }, []);
  useEffect(() => {
    latest.current = model;
    if (width > 0 && height > 0) diagram.current?.show(model, { width, height }, turned);
  }, [model, width, height, turned]);

  const onKey = (event: KeyboardEvent): void => {
    const { current } = diagram;
    if (current !== null && actByKey(event.key, model, current)) event.preventDefault();
  };
  return (
    <div className="spacetime-sheet">
      <Names model={model} size={{ width, height }} turned={turned} />
      <div className="spacetime-box" ref={box}>
        <div
          ref={body}
          className="spacetime-body"
          style={turned ? undefined : { height }}
          role="application"
          aria-label={nameOf(model)}
          aria-roledescription="space-time diagram"
          aria-description="Plus and minus zoom, 0 shows the whole run, left and right move along, up and down go from packet to packet, Enter goes to its moment. The log says the same in words."
          tabIndex={0}
          onKeyDown={onKey}
        >
          <canvas ref={canvas} className="spacetime-canvas" aria-hidden="true" />
          <div ref={pointer} className="spacetime-pointer" hidden />
          <div ref={cursor} className="spacetime-cursor" hidden />
          {dense > 0 && (
            <p className="spacetime-note">
              {count(dense, 'packet')} in view: zoom in to see each. Losses and duplicates are all shown.
            </p>
          )}
          {tip !== null && <Tip run={run} model={model} tip={tip} width={width} />}
        </div>
      </div>
    </div>
  );
}

/** What is pointed at, and where the pointer is in the diagram. */
interface Tipped {
  readonly hit: Hit;
  readonly x: number;
  readonly y: number;
}

/** Lets a hand work on the diagram. Returns a function that ends it. */
function listen(element: HTMLElement, hand: Hand, tip: (tipped: Tipped | null) => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const onMove = (event: PointerEvent): void => {
    const hit = hand.moved(event);
    tip(hit === null ? null : { hit, ...pointIn(element, event) });
    element.classList.toggle('is-over', hit !== null);
  };
  const onLeave = (): void => {
    hand.left();
    tip(null);
  };
  // React listens to the wheel passively, and then it cannot be kept from scrolling.
  const onWheel = (event: WheelEvent): void => {
    hand.wheeled(event);
    tip(null);
  };
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerdown', (event) => hand.pressed(event), { signal });
  element.addEventListener('pointerup', (event) => hand.released(event), { signal });
  element.addEventListener('pointerleave', onLeave, { signal });
  element.addEventListener('wheel', onWheel, { signal, passive: false });
  return () => listening.abort();
}

const nameOf = ({ order, flights }: SpaceModel): string =>
  `${count(order.length, 'node')}, ${count(flights.count, 'packet')}, ${flights.lost.length} of them lost`;

/** Where names stand does not depend on time. */
const NO_TIME = new Folding([], 0, 1);

/** Pixels beside a line; the style sheet has the same. */
const NAME_ROOM = 116;
const NAME_FONT = { size: 12 } as const;
/** Pixels that a pointer wants, where rows stand so far apart. */
const TARGET = 24;

interface NamesProps {
  readonly model: SpaceModel;
  readonly size: { readonly width: number; readonly height: number };
  readonly turned: boolean;
}

/** The nodes, each beside its line. */
function Names({ model, size, turned }: NamesProps) {
  const { nodes } = model.run.header;
  const hovered = useSelectionStore((state) => (state.hovered?.kind === 'node' ? state.hovered.node : NONE));
  const frame = new Frame(NO_TIME, [0, 1], size, model.order, turned);
  return (
    <ul className="spacetime-names" aria-label="Nodes of the diagram" onPointerLeave={() => hover(null)}>
      {model.order.map((node) => (
        <li
          key={node}
          style={
            turned
              ? { left: frame.across(node), width: frame.row }
              : { top: frame.across(node), height: Math.min(TARGET, frame.row) }
          }
        >
          <button
            className={hovered === node ? 'is-lit' : ''}
            title={nodes[node]?.title}
            aria-label={nodes[node]?.title}
            onPointerEnter={() => hover({ kind: 'node', node })}
            onClick={({ clientX: x, clientY: y }) => select({ kind: 'node', node }, { x, y })}
          >
            {turned ? nodes[node]?.title : fittedName(nodes[node]?.title ?? '', NAME_ROOM, NAME_FONT)}
          </button>
        </li>
      ))}
    </ul>
  );
}

interface TipProps {
  readonly run: Run;
  readonly model: SpaceModel;
  readonly tip: Tipped;
  readonly width: number;
}

/** What is pointed at, in the words of the log. */
function Tip({ run, model, tip: { hit, x, y }, width }: TipProps) {
  const [start, end] = hit.kind === 'packet' ? model.flights.times(hit.index) : [run.trace.timeAt(hit.seq), null];
  const side = x > width / 2 ? { right: width - x + 12 } : { left: x + 12 };
  return (
    <p className="spacetime-tip" style={{ ...side, top: y + 14 }} aria-hidden="true">
      <time>
        {formatTime(start)}
        {end !== null && end !== start && ` → ${formatTime(end)}`}
      </time>
      {sentenceOf(run, hit.seq)}
    </p>
  );
}
