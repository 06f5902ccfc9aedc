import { lazy, Suspense, useId } from 'react';
import type { KnobView } from '../../scenario/view';
import { change, setSetting, useEditStore } from '../app/editStore';
import { useRunStore } from '../app/runStore';
import { setKeys, showSettings, useUiStore } from '../app/uiStore';
import { setShowQuiet, useClockStore } from '../app/clockStore';
import { Button } from '../design/Button';
import { SettingInput, show } from './SettingInput';
import './settings.css';

/** With the schema behind them, which has words for every setting: fetched when they are first looked at. */
const AllSettings = lazy(() => import('./AllSettings'));
const KnobHelp = lazy(() => import('./KnobHelp'));

/** What can be set: the few things that this scenario is about, or everything. Each change is a new run from the same start. */
export default function Settings() {
  const all = useUiStore((state) => state.settings === 'all');
  return (
    <div className="settings">
      <div className="settings-views" role="group" aria-label="Which settings">
        <Button look="quiet" aria-pressed={!all} onClick={() => showSettings('few')}>
          This scenario’s
        </Button>
        <Button look="quiet" aria-pressed={all} onClick={() => showSettings('all')}>
          All settings
        </Button>
      </div>
      {all ? (
        <Suspense fallback={null}>
          <AllSettings />
        </Suspense>
      ) : (
        <FewSettings />
      )}
    </div>
  );
}

function FewSettings() {
  const scenario = useRunStore(({ run }) => run?.scenario ?? null);
  const seed = useEditStore(({ edit }) => edit?.seed ?? null);
  const settings = useEditStore(({ edit }) => edit?.settings ?? []);
  if (scenario === null) return null;
  const { variants, variant, knobs, ownSeed, simplifications, attempt, text } = scenario;
  const isOwn = settings.length === 0 && seed === null;
  return (
    <>
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
    </>
  );
}

function Knob({ knob }: { readonly knob: KnobView }) {
  const id = useId();
  const { label, kind, value, initial, choices, min, max, step, unit, standard } = knob;
  const isInitial = JSON.stringify(value) === JSON.stringify(initial);
  return (
    <div className="knob">
      <label htmlFor={id}>{label}</label>
      <span className="knob-input">
        <SettingInput
          {...{ id, kind, value, choices, min, max, step, standard }}
          set={(next) => setSetting(knob.id, next, initial)}
        />
        {unit !== '' && <span className="knob-unit">{unit}</span>}
      </span>
      <small className="knob-help" id={`${id}-help`}>
        <Suspense fallback={knob.help}>
          <KnobHelp knob={knob} />
        </Suspense>
        {!isInitial && (
          <Button look="link" aria-label={`Reset ${label}`} onClick={() => setSetting(knob.id, initial, initial)}>
            Reset to {show(initial)}
          </Button>
        )}
      </small>
    </div>
  );
}

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
