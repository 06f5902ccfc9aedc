import type { TraceHeader } from '../../engine/trace/header';

/** Groups of consumers, as the stage tells them apart: by a letter and a colour, in the order of appearance. */
export interface Group {
  /** Whom its marks belong to. */
  readonly owner: number;
  readonly name: string;
  readonly letter: string;
  /** Index of its colour: `--group-0` … in tokens.css. */
  readonly colour: number;
}

export const GROUP_COLOURS = 4;

export function groupsOf({ nodes }: Pick<TraceHeader, 'nodes'>): Group[] {
  const groups: Group[] = [];
  for (const { group } of nodes) {
    if (group === undefined || groups.some(({ owner }) => owner === group.owner)) continue;
    const nth = groups.length;
    const letter = String.fromCharCode(65 + (nth % 26));
    groups.push({ ...group, letter, colour: nth % GROUP_COLOURS });
  }
  return groups;
}
