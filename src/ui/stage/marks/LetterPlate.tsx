import type { Group } from '../groups';

/** A group's letter on its colour. */
export function LetterPlate({ group, x, y }: { readonly group: Group; readonly x: number; readonly y: number }) {
  return (
    <g className={`stage-letter is-group-${group.colour}`}>
      <rect x={x} y={y} width={14} height={14} rx={4} />
      <text x={x + 7} y={y + 11} textAnchor="middle">
        {group.letter}
      </text>
    </g>
  );
}
