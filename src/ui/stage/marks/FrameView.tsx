import type { Frame } from '../layout';
import type { StageModel } from '../model';
import GroupNames from './GroupNames';
import './ways.css';

/** The frame around the nodes of one cluster, with its name, and the groups that read there. */
export function FrameBox({ frame, model }: { readonly frame: Frame; readonly model: StageModel }) {
  const { box, name, groups, owners } = frame;
  return (
    <g className="stage-frame">
      <rect {...box} rx={14} />
      {!model.layout.turned && (
        <text className="stage-title" fontSize={13} x={box.x + 14} y={box.y + 18}>
          {name}
        </text>
      )}
      {groups !== null && <GroupNames box={groups} owners={owners} model={model} />}
    </g>
  );
}
