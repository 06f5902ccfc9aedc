import { useOperatorBook } from '../app/operatorBook';
import { useRunStore } from '../app/runStore';
import { setTerse, showSystem, useOperatorStore } from './operatorStore';
import './operator.css';

/** Whose tools are looked at. */
export function OperatorTools() {
  const run = useRunStore((state) => state.run);
  const book = useOperatorBook(run);
  const system = useOperatorStore((state) => state.system);
  const isTerse = useOperatorStore((state) => state.isTerse);
  if (book === null) return null;
  const known = book.systems.some(({ name }) => name === system) ? system : null;
  return (
    <div className="operator-tools" role="toolbar" aria-label="Operator">
      <select
        aria-label="System"
        value={known ?? ''}
        onChange={({ target: { value } }) => showSystem(value === '' ? null : value)}
      >
        <option value="">All systems</option>
        {book.systems.map(({ id, name, kind }) => (
          <option key={id} value={name}>
            {kind === '' ? name : `${name} · ${kind}`}
          </option>
        ))}
      </select>
      <label className="lower-quiet">
        <input type="checkbox" checked={isTerse} onChange={(event) => setTerse(event.target.checked)} />
        Warnings and errors only
      </label>
    </div>
  );
}

export default OperatorTools;
