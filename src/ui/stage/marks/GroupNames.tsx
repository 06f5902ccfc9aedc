import type { Scene } from '../../../analysis/scene/scene';
import { textOf } from '../../../engine/trace/words';
import { NONE } from '../../../engine/units';
import { useFigures } from '../figures';
import { groupsOf, type Group } from '../groups';
import type { Box } from '../geometry';
import type { StageModel } from '../model';
import { GROUP_LINE } from '../plan';
import { fitted, widthOf } from '../../design/text';
import { LetterPlate } from './LetterPlate';

const LINE = { size: 12 } as const;

interface Props {
  readonly box: Box;
  readonly owners: readonly number[];
  readonly model: StageModel;
}

/** The groups that read here: what their letters mean, and which generation they are in. */
export default function GroupNames({ box, owners, model }: Props) {
  return groupsOf(model.header)
    .filter(({ owner }) => owners.includes(owner))
    .map((group, i) => (
      <GroupLine key={group.owner} group={group} x={box.x + 14} y={box.y + i * GROUP_LINE} width={box.width - 28} />
    ));
}

interface GroupLineProps {
  readonly group: Group;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function GroupLine({ group, x, y, width }: GroupLineProps) {
  const figures = useFigures(groupFigures, group.owner);
  const state = figures === null ? '' : stateOf(figures);
  const room = width - 20 - widthOf(state, LINE) - 8;
  return (
    <>
      <LetterPlate group={group} x={x} y={y + 2} />
      <text className="stage-line" x={x + 19} y={y + 13}>
        {fitted(group.name, room, LINE)}
      </text>
      <text
        className={state === 'rebalancing' ? 'stage-trouble' : 'stage-line'}
        x={x + width}
        y={y + 13}
        textAnchor="end"
      >
        {state}
      </text>
    </>
  );
}

function stateOf({ generation, assigned }: GroupFigures): string {
  if (generation === 0) return 'no members yet';
  return assigned === 0 ? 'rebalancing' : `generation ${generation}`;
}

/** A group as its coordinator sees it: from the marks that it leaves on the partitions. */
interface GroupFigures {
  readonly owner: number;
  /** 0: the group has not met yet. */
  readonly generation: number;
  /** Partitions that somebody reads for it; 0 while it rebalances. */
  readonly assigned: number;
}

function groupFigures(scene: Scene, owner: number): GroupFigures {
  let [generation, assigned] = [0, 0];
  for (const { marks } of scene.places) {
    for (const mark of marks) {
      if (mark.owner !== owner) continue;
      const name = textOf(mark.name);
      if (name === 'generation') generation = Math.max(generation, mark.value);
      else if (name === 'assigned to' && mark.value !== NONE) assigned += 1;
    }
  }
  return { owner, generation, assigned };
}
