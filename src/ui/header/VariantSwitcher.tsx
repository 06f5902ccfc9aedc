import { change, useEditStore } from '../app/editStore';
import { say } from '../app/speech';
import type { VariantView } from '../../scenario/view';

interface VariantSwitcherProps {
  readonly variant: string;
  readonly variants: readonly VariantView[];
}

/** So many fit side by side; more are a list. */
const SIDE_BY_SIDE_MAX = 2;

/** The scenario's variants: another way to do the same. The faults stay. */
export function VariantSwitcher({ variant: shown, variants }: VariantSwitcherProps) {
  // What was chosen counts at once, though its run may take a moment.
  const chosen = useEditStore(({ edit }) => edit?.variant ?? null);
  const variant = variants.some(({ id }) => id === chosen) ? chosen! : shown;
  if (variants.length < 2) return null;
  const choose = (id: string): void => {
    change({ variant: id });
    say(`${variants.find((one) => one.id === id)?.title ?? id}.`, 'now');
  };
  if (variants.length > SIDE_BY_SIDE_MAX) {
    return (
      <select
        className="variant-list"
        aria-label="Variant"
        value={variant}
        onChange={(event) => choose(event.target.value)}
      >
        {variants.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    );
  }
  return (
    <fieldset className="variants">
      <legend className="sr-only">Variant</legend>
      {variants.map(({ id, title, text }) => (
        <label key={id} title={text} className="variant">
          <input type="radio" name="variant" value={id} checked={id === variant} onChange={() => choose(id)} />
          <span>{title}</span>
        </label>
      ))}
    </fieldset>
  );
}
