import { lazy, Suspense } from 'react';
import { useSelectionStore } from '../app/selectionStore';
import type { Camera } from './camera';
import { HandMarks, ProducerTally } from './marks/HandMarks';
import { LinkLine } from './marks/LinkLine';
import { NodeCard } from './marks/NodeCard';
import { QueueSlots } from './marks/QueueView';
import { TableRows } from './marks/TableView';
import type { StageModel } from './model';
import type { PlaceBox } from './places';
import './marks/marks.css';

/** The layer of what stands, as SVG. Each part renders when its own figures change. */

/** What the home scenario does not have is fetched when a scenario has it. */
const PartitionRow = lazy(() => import('./marks/LogView'));
const Callouts = lazy(() => import('./marks/CalloutView'));
const WaysView = lazy(() => import('./marks/WaysView'));
const Frames = lazy(() => import('./marks/WaysView').then(({ Frames: frames }) => ({ default: frames })));

interface Props {
  readonly model: StageModel;
  readonly camera: Camera;
}

export function Standing({ model, camera }: Props) {
  const { layout } = model;
  const isDimmed = useSelectionStore(
    ({ selected }) => selected?.kind === 'message' || selected?.kind === 'copy' || selected?.kind === 'packet',
  );
  const { width, height } = layout.size;
  const hasWays = layout.bindings.size > 0 || [...layout.places.values()].some(({ shape }) => shape === 'exchange');
  return (
    <svg
      className={isDimmed ? 'stage-standing is-dimmed' : 'stage-standing'}
      viewBox={`0 0 ${width} ${height}`}
      width={width * camera.scale}
      height={height * camera.scale}
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <pattern id="stage-dots" width={24} height={24} patternUnits="userSpaceOnUse">
          <circle className="stage-dot" cx={1} cy={1} r={1} />
        </pattern>
        <pattern id="stage-frost" width={7} height={7} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line className="stage-frost" x1={0} y1={0} x2={0} y2={7} />
        </pattern>
      </defs>
      <rect width={width} height={height} fill="url(#stage-dots)" />
      {layout.frames.length > 0 && (
        <Suspense fallback={null}>
          <Frames model={model} />
        </Suspense>
      )}
      {layout.links.map((link) => (
        <LinkLine key={link.index} link={link} />
      ))}
      {[...layout.nodes.values()].map((card) => (
        <g key={card.node}>
          <NodeCard card={card} model={model} />
          {card.column === 'producer' && <ProducerTally card={card} model={model} />}
        </g>
      ))}
      {hasWays && (
        <Suspense fallback={null}>
          <WaysView model={model} />
        </Suspense>
      )}
      {[...layout.places.values()].map((place) => (
        <StandingPlace key={place.place} place={place} model={model} />
      ))}
      <Suspense fallback={null}>
        <Callouts model={model} />
      </Suspense>
    </svg>
  );
}

function StandingPlace({ place, model }: { readonly place: PlaceBox; readonly model: StageModel }) {
  switch (place.shape) {
    case 'slots':
      return <QueueSlots place={place} model={model} />;
    case 'log':
      return (
        <Suspense fallback={null}>
          <PartitionRow place={place} model={model} />
        </Suspense>
      );
    case 'rows':
      return <TableRows place={place} model={model} />;
    case 'exchange':
    case 'binding':
      return null; // Of the ways.
    case 'waiting':
    case 'hand':
    case 'held':
      return <HandMarks place={place} model={model} />;
  }
}
