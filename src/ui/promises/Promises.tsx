import { useRunStore } from '../app/runStore';
import './promises.css';

/** What the scenario asserts, and whether this run holds it: about the whole run, not about the moment on screen. */
export function Promises() {
  const assertions = useRunStore(({ run }) => run?.summary.assertions ?? []);
  const spoken = assertions.filter(({ holds }) => holds !== null);
  if (spoken.length === 0) return null;
  return (
    <section className="promises" aria-labelledby="promises-title">
      <h2 id="promises-title">At the end of this run</h2>
      <ul>
        {spoken.map(({ name, holds, detail }) => (
          <li key={name} className={holds ? 'is-held' : 'is-broken'}>
            <span aria-hidden="true">{holds ? '✓' : '✕'}</span>
            <span>
              <b>{name.replaceAll('-', ' ')}</b> <span className="sr-only">{holds ? 'holds' : 'does not hold'}</span>{' '}
              {/^\d/.test(detail) ? detail : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
