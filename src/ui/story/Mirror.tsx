import { useMemo } from 'react';
import { mirrorSide, type MirrorSide } from '../../analysis/mirror';
import { SceneReader } from '../../analysis/scene/seek';
import { canFlip, flipMirror, sideOf, useMirrorStore } from '../app/mirrorStore';
import { nodeTitle } from '../app/acts/names';
import type { Run } from '../app/runStore';
import { Button } from '../design/Button';
import { formatTime } from '../design/format';
import { Verdict } from '../design/Verdict';

/** At a lost answer: the run in which what it answers was lost instead, beside this one. */
export function Mirror({ run }: { readonly run: Run }) {
  const { pair, other } = useMirrorStore((state) => state);
  const side = sideOf(run, { pair });
  const sides = useMemo(() => {
    if (pair === null || other === null || side === null) return null;
    const here = sideIn(run, pair.index, pair.viewer);
    const there = sideIn(other, pair.index, pair.viewer);
    if (here === null || there === null) return null;
    return side === 'answer' ? ([here, there] as const) : ([there, here] as const);
  }, [run, other, pair, side]);
  if (sides === null) {
    return canFlip() ? (
      <p>
        <Button onClick={flipMirror}>
          The mirror: lose what it answers instead <kbd>M</kbd>
        </Button>
      </p>
    ) : null;
  }
  return <Comparison run={run} sides={sides} shown={side === 'answer' ? 0 : 1} />;
}

/** A run's own reader, so that the scene on the stage stays where it is. */
const sideIn = (run: Run, index: number, viewer: number): MirrorSide | null =>
  mirrorSide(run.reading, new SceneReader(run.trace, run.header), index, viewer);

interface ComparisonProps {
  readonly run: Run;
  readonly sides: readonly [MirrorSide, MirrorSide];
  readonly shown: 0 | 1;
}

function Comparison({ run, sides, shown }: ComparisonProps) {
  const [answer, mirror] = sides;
  const viewer = nodeTitle(run.header, answer.viewer);
  const isSame = answer.view === mirror.view;
  return (
    <section className="mirror" aria-label="The mirror">
      <table>
        <thead>
          <tr>
            <td />
            {sides.map((side, index) => (
              <th key={side.lost} scope="col" className={index === shown ? 'is-shown' : ''}>
                {side.lost} lost
                <small>
                  {formatTime(side.at)}
                  {index === shown && ', shown'}
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{viewer} knows</th>
            {sides.map((side) => (
              <td key={side.lost}>{side.view}</td>
            ))}
          </tr>
          {answer.rows.map(({ node, text }, index) => (
            <tr key={node}>
              <th scope="row">{nodeTitle(run.header, node)} in the end</th>
              <td>{text}</td>
              <td>{mirror.rows[index]?.text}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">in truth</th>
            {sides.map((side) => (
              <td key={side.lost}>
                <Verdict outcome={side.verdict.outcome} verdict={side.verdict.verdict} />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      {isSame && <p>{viewer} knows the same in both: whatever it does next, it does in both.</p>}
      <Button onClick={flipMirror}>
        Flip <kbd>M</kbd>
      </Button>
    </section>
  );
}
