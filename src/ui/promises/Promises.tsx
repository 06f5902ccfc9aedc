import { useRunStore } from '../app/runStore';
import './promises.css';

/** What the scenario asserts, and whether this run holds it: about the whole run, not about the moment on screen. */
export function Promises() {
  const run = useRunStore((state) => state.run);
  const spoken = (run?.summary.assertions ?? []).filter(({ holds }) => holds !== null);
  if (run === null || spoken.length === 0) return null;
  const { promises } = run.scenario;
  return (
    <details className="promises" open={spoken.some(({ holds }) => holds === false)}>
      <summary>
        At the end of this run{' '}
        <b>
          {spoken.filter(({ holds }) => holds).length} of {spoken.length}
        </b>{' '}
        {spoken.length === 1 ? 'promise holds' : 'promises hold'}
      </summary>
      <ul>
        {spoken.map(({ name, holds, detail }) => (
          <li key={name} className={holds ? 'is-held' : 'is-broken'}>
            <span aria-hidden="true">{holds ? '✓' : '✕'}</span>
            <span>
              <b>{promises[name] ?? name.replaceAll('-', ' ')}</b>{' '}
              <span className="sr-only">{holds ? 'holds' : 'does not hold'}</span> {/^\d/.test(detail) ? detail : ''}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
