import type { Frame } from '../layout';
import './ways.css';

/** The frame around the nodes of one cluster, with its name. */
export function FrameBox({ frame, turned }: { readonly frame: Frame; readonly turned: boolean }) {
  const { box, name } = frame;
  return (
    <g className="stage-frame">
      <rect {...box} rx={14} />
      {!turned && (
        <text className="stage-title" fontSize={13} x={box.x + 14} y={box.y + 18}>
          {name}
        </text>
      )}
    </g>
  );
}
