import './verdict.css';

/** What became of a message, in a word on a plate: the word tells, the colour helps. */
export function Verdict({ outcome, verdict }: { readonly outcome: string; readonly verdict: string }) {
  return <span className={`verdict is-${outcome}`}>{verdict}</span>;
}
