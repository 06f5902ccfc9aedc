import { useId } from 'react';
import type { KnobView } from '../../scenario/view';
import { change, setSetting, useEditStore } from '../app/editStore';
import { useRunStore } from '../app/runStore';
import { setKeys, useUiStore } from '../app/uiStore';
import { setShowQuiet, useClockStore } from '../app/clockStore';
import { Button } from '../design/Button';
import './settings.css';

/** What can be set: variant, seed, the scenario's knobs. Each change is a new run from the same start. */
export default function Settings() {
  const scenario = useRunStore(({ run }) => run?.scenario ?? null);
  const seed = useEditStore(({ edit }) => edit?.seed ?? null);
  const settings = useEditStore(({ edit }) => edit?.settings ?? []);
  if (scenario === null) return null;
  const { variants, variant, knobs, ownSeed, simplifications, attempt, text } = scenario;
  const isOwn = settings.length === 0 && seed === null;
  return (
    <div className="settings">
      {attempt !== '' && (
        <p className="settings-try">
          <b>Try this.</b> {attempt}
        </p>
      )}
      {variants.length > 1 && (
        <fieldset className="settings-variants">
          <legend>Variant</legend>
          {variants.map(({ id, title, text: what }) => (
            <label key={id} className="settings-variant">
              <input
                type="radio"
                name="settings-variant"
                checked={id === variant}
                onChange={() => change({ variant: id })}
              />
              <span>
                <b>{title}</b>
                {what !== '' && <small>{what}</small>}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {knobs.map((knob) => (
        <Knob key={`${variant}/${knob.id}`} knob={knob} />
      ))}
      <Seed seed={scenario.seed} ownSeed={ownSeed} />
      <Button look="quiet" disabled={isOwn} onClick={() => change({ settings: [], seed: null })}>
        Reset all settings
      </Button>
      <section className="settings-about">
        <h2>About this scenario</h2>
        {text.map((paragraph) => (
          <p key={paragraph} className="settings-text">
            {paragraph}
          </p>
        ))}
      </section>
      {simplifications.length > 0 && (
        <section>
          <h2>Simplified here</h2>
          {simplifications.map((line) => (
            <p key={line} className="settings-text">
              {line}
            </p>
          ))}
        </section>
      )}
      <PageSettings />
    </div>
  );
}

function Knob({ knob }: { readonly knob: KnobView }) {
  const id = useId();
  const { label, help, value, initial, unit } = knob;
  const isInitial = JSON.stringify(value) === JSON.stringify(initial);
  return (
    <div className="knob">
      <label htmlFor={id}>{label}</label>
      <span className="knob-input">
        <KnobInput id={id} knob={knob} set={(next) => setSetting(knob.id, next, initial)} />
        {unit !== '' && <span className="knob-unit">{unit}</span>}
      </span>
      <small className="knob-help" id={`${id}-help`}>
        {help}{' '}
        {isInitial ? (
          <span>Default.</span>
        ) : (
          <Button look="link" aria-label={`Reset ${label}`} onClick={() => setSetting(knob.id, initial, initial)}>
            Reset to {show(initial)}
          </Button>
        )}
      </small>
    </div>
  );
}

interface KnobInputProps {
  readonly id: string;
  readonly knob: KnobView;
  readonly set: (value: unknown) => void;
}

function KnobInput({ id, knob, set }: KnobInputProps) {
  const { kind, value, choices, min, max, step } = knob;
  switch (kind) {
    case 'switch':
      return (
        <input
          id={id}
          type="checkbox"
          role="switch"
          aria-describedby={`${id}-help`}
          checked={value === true}
          onChange={(event) => set(event.target.checked)}
        />
      );
    case 'choice':
      return (
        <select
          id={id}
          aria-describedby={`${id}-help`}
          value={JSON.stringify(value)}
          onChange={(event) => set(JSON.parse(event.target.value))}
        >
          {choices.map((choice) => (
            <option key={String(choice)} value={JSON.stringify(choice)}>
              {show(choice)}
            </option>
          ))}
          {!choices.some((choice) => choice === value) && <option value={JSON.stringify(value)}>{show(value)}</option>}
        </select>
      );
    case 'number':
      return <NumberInput id={id} value={Number(value)} min={min} max={max} step={step} set={set} />;
    case 'duration':
      return <TextInput id={id} value={String(value)} set={set} />;
  }
}

interface NumberInputProps {
  readonly id: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly set: (value: number) => void;
}

function NumberInput({ id, value, min, max, step, set }: NumberInputProps) {
  const take = (text: string): void => {
    const number = Number(text);
    if (text !== '' && Number.isFinite(number)) set(Math.min(max, Math.max(min, number)));
  };
  return (
    <>
      {max - min <= 100 * step && (
        <input
          type="range"
          aria-hidden="true"
          tabIndex={-1}
          min={min}
          max={max}
          step={step}
          value={value}
          onChange={(event) => take(event.target.value)}
        />
      )}
      <input
        id={id}
        type="number"
        aria-describedby={`${id}-help`}
        min={min}
        max={max}
        step={step}
        value={value}
        onChange={(event) => take(event.target.value)}
      />
    </>
  );
}

/** Takes its value when it is left or Enter is pressed: half a duration is none. */
function TextInput({
  id,
  value,
  set,
}: {
  readonly id: string;
  readonly value: string;
  readonly set: (value: string) => void;
}) {
  return (
    <input
      id={id}
      type="text"
      size={8}
      key={value}
      defaultValue={value}
      aria-describedby={`${id}-help`}
      spellCheck={false}
      onBlur={(event) => event.target.value !== value && set(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}

const show = (value: unknown): string => (value === true ? 'on' : value === false ? 'off' : String(value));

const SEED_MAX = 999_999_999;

function Seed({ seed, ownSeed }: { readonly seed: number; readonly ownSeed: number }) {
  const id = useId();
  const set = (next: number): void =>
    change({ seed: next === ownSeed ? null : Math.min(SEED_MAX, Math.max(0, Math.round(next))) });
  return (
    <div className="knob">
      <label htmlFor={id}>Seed</label>
      <span className="knob-input">
        <input
          id={id}
          type="number"
          min={0}
          max={SEED_MAX}
          value={seed}
          aria-describedby={`${id}-help`}
          onChange={(event) => event.target.value !== '' && set(Number(event.target.value))}
        />
        <Button look="plain" onClick={() => set(seed + 1)}>
          Another
        </Button>
      </span>
      <small className="knob-help" id={`${id}-help`}>
        The same seed is the same run, always.{' '}
        {seed !== ownSeed && (
          <Button look="link" aria-label="Reset the seed" onClick={() => set(ownSeed)}>
            Reset to {ownSeed}
          </Button>
        )}
      </small>
    </div>
  );
}

function PageSettings() {
  const keys = useUiStore((state) => state.keys);
  const showQuiet = useClockStore((state) => state.showQuiet);
  return (
    <section className="settings-page">
      <h2>This page</h2>
      <label>
        <input type="checkbox" checked={keys} onChange={(event) => setKeys(event.target.checked)} /> Single keys act
        (the list is behind ?)
      </label>
      <label>
        <input type="checkbox" checked={showQuiet} onChange={(event) => setShowQuiet(event.target.checked)} />{' '}
        Heartbeats and empty polls are events, too
      </label>
    </section>
  );
}
