/** A user's mistake: the place in the file or on the command line, and what was expected there. */
export interface InputIssue {
  readonly where: string;
  readonly message: string;
}

/** What loading throws for a user's mistakes; never for a bug. */
export class InputErrors extends Error {
  override readonly name = 'InputErrors';
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    super(issues.map(({ where, message }) => (where ? `${where}: ${message}` : message)).join('\n'));
    this.issues = issues;
  }
}

export const oneError = (where: string, message: string): InputErrors => new InputErrors([{ where, message }]);

/** The candidate nearest to what was written, if any is near: for "did you mean …?". */
export function nearest(text: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(text.length / 2)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(text.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

export const didYouMean = (text: string, candidates: readonly string[]): string => {
  const near = nearest(text, candidates);
  return near === null ? '' : `; did you mean "${near}"?`;
};

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitute = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitute, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
