import type { Described } from '../../scenario/describe';
import { durationOf } from './words';

interface SettingInputProps {
  readonly id: string;
  readonly kind: Described['kind'];
  readonly value: unknown;
  readonly choices: readonly (string | number | boolean)[];
  readonly min: number | null;
  readonly max: number | null;
  readonly step: number | null;
  /** What is in force while nothing is said. */
  readonly standard?: unknown;
  readonly invalid?: boolean;
  readonly set: (value: unknown) => void;
}

/** The control that suits a setting: a switch, a list, a number, a duration, a text, or its JSON. */
export function SettingInput(props: SettingInputProps) {
  const { id, kind, value, choices, invalid = false, set } = props;
  const said = { id, 'aria-describedby': `${id}-help`, 'aria-invalid': invalid || undefined };
  switch (kind) {
    case 'switch':
      return (
        <input
          {...said}
          type="checkbox"
          role="switch"
          checked={(value ?? props.standard) === true}
          onChange={(event) => set(event.target.checked)}
        />
      );
    case 'choice':
      return (
        <select {...said} value={JSON.stringify(value)} onChange={(event) => set(JSON.parse(event.target.value))}>
          {choices.map((choice) => (
            <option key={String(choice)} value={JSON.stringify(choice)}>
              {show(choice)}
            </option>
          ))}
          {!choices.some((choice) => choice === value) && (
            <option value={JSON.stringify(value)}>{value === undefined ? 'not said' : show(value)}</option>
          )}
        </select>
      );
    case 'number':
      return <NumberInput {...props} />;
    case 'duration':
      return <TextInput {...props} size={8} read={durationOf} />;
    case 'text':
      return <TextInput {...props} size={14} read={(text) => text} />;
    case 'json':
      return <TextInput {...props} size={18} read={jsonOf} write={JSON.stringify} />;
  }
}

export const show = (value: unknown): string =>
  value === true
    ? 'on'
    : value === false
      ? 'off'
      : value === undefined || value === null || value === ''
        ? 'none'
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value);

/** JSON, or the text itself, for the loader to complain of. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A slider beside the number, where there are few enough steps to hit one. */
const SLIDER_STEPS_MAX = 100;

function NumberInput({ id, value, min, max, step, standard, invalid = false, set }: SettingInputProps) {
  const take = (text: string): void => {
    const number = Number(text);
    if (text !== '' && Number.isFinite(number)) set(Math.min(max ?? Infinity, Math.max(min ?? -Infinity, number)));
  };
  const common = { min: min ?? undefined, max: max ?? undefined, step: step ?? 'any' };
  const hasSlider = min !== null && max !== null && step !== null && max - min <= SLIDER_STEPS_MAX * step;
  return (
    <>
      {hasSlider && (
        <input
          {...common}
          type="range"
          aria-hidden="true"
          tabIndex={-1}
          value={Number(value ?? standard)}
          onChange={(event) => take(event.target.value)}
        />
      )}
      <input
        {...common}
        id={id}
        type="number"
        aria-describedby={`${id}-help`}
        aria-invalid={invalid || undefined}
        value={value === undefined || value === null ? '' : Number(value)}
        placeholder={typeof standard === 'number' ? String(standard) : 'none'}
        onChange={(event) => take(event.target.value)}
      />
    </>
  );
}

interface TextInputProps extends SettingInputProps {
  readonly size: number;
  readonly read: (text: string) => unknown;
  readonly write?: (value: unknown) => string;
}

/** Takes its value when it is left or Enter is pressed: half a duration is none. */
function TextInput({ id, value, standard, size, invalid = false, read, write = String, set }: TextInputProps) {
  const text = value === undefined || value === null ? '' : write(value);
  return (
    <input
      id={id}
      type="text"
      size={size}
      key={text}
      defaultValue={text}
      placeholder={standard === undefined || standard === null ? 'none' : show(standard)}
      aria-describedby={`${id}-help`}
      aria-invalid={invalid || undefined}
      spellCheck={false}
      onBlur={(event) => event.target.value !== text && set(read(event.target.value))}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
