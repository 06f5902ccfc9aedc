import './token.css';

interface TokenProps {
  readonly number: number | string;
  /** A hue of tokens.css. */
  readonly hue: string;
  readonly small?: boolean;
}

/** A message as it looks everywhere: its number in a disc of its hue. Its name is said by the words around it. */
export function Token({ number, hue, small = false }: TokenProps) {
  return (
    <span
      className={small ? 'token token-small' : 'token'}
      style={{ background: `var(--hue-${hue})`, borderColor: `var(--rim-${hue})` }}
    >
      {number}
    </span>
  );
}
