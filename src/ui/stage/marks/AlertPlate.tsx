import { widthOf } from '../../design/text';

/** An alert is raised here. */
export default function AlertPlate({
  words,
  x,
  y,
}: {
  readonly words: string;
  readonly x: number;
  readonly y: number;
}) {
  const width = widthOf(words, { size: 11, bold: true }) + 20;
  return (
    <g className="stage-alert">
      <rect x={x - width} y={y - 1} width={width} height={18} rx={5} />
      <text x={x - width / 2} y={y + 12} textAnchor="middle">
        ! {words}
      </text>
    </g>
  );
}
