import { unseenAt } from '../../analysis/operator/unseen';
import type { Scene } from '../../analysis/scene/scene';
import { sentenceOf } from '../../analysis/text';
import { NONE } from '../../engine/units';
import type { Run } from '../app/runStore';
import { goToRecord } from '../app/stepping';
import { narratorOf } from '../app/telling';

/** What is so, and no tool shows. */
export function UnseenList({ run, scene }: { readonly run: Run; readonly scene: Scene }) {
  const unseen = unseenAt(narratorOf(run).telling, scene);
  if (unseen.length === 0) return null;
  return (
    <section className="operator-unseen" aria-label="What none of this shows">
      <h2>None of this shows:</h2>
      <ul>
        {unseen.map(({ text, seq }) => (
          <li key={text}>{seq === NONE ? sentenceOf(text) : <Link text={sentenceOf(text)} seq={seq} />}</li>
        ))}
      </ul>
    </section>
  );
}

const Link = ({ text, seq }: { readonly text: string; readonly seq: number }) => (
  <button className="operator-link" onClick={() => goToRecord(seq)}>
    {text}
  </button>
);
