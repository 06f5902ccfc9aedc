import '../../scenario/allKinds';
import { useId, useMemo, useState } from 'react';
import { InputErrors } from '../../scenario/errors';
import { load } from '../../scenario/load';
import type { ScenarioFile } from '../../scenario/schema/scenario';
import { settingsOf, type Part, type Setting } from '../../scenario/settings';
import { change, useEditStore, type Edit } from '../app/editStore';
import { Button } from '../design/Button';
import { count } from '../design/format';
import { SettingInput, show } from './SettingInput';
import { Source } from './Source';
import { useFile } from './useFile';
import { fits } from './words';

/** Every setting of every part, from the schema: what it means, what it is, what it would be. */
export default function AllSettings() {
  const edit = useEditStore((state) => state.edit);
  const file = useFile(edit);
  const [query, setQuery] = useState('');
  const [changedOnly, setChangedOnly] = useState(false);
  const shown = useMemo(() => (edit === null || file === null ? null : readSettings(file, edit)), [edit, file]);
  if (edit === null || shown === null)
    return <p className="settings-none">The file of this scenario cannot be read.</p>;
  const { parts, initial } = shown;
  const isChanged = ({ path, value }: Setting): boolean => !isSame(value, initial.get(path));
  const total = parts.reduce((sum, { settings }) => sum + settings.length, 0);
  const found = parts
    .map((part) => ({
      ...part,
      settings: part.settings.filter(
        (one) => (!changedOnly || isChanged(one)) && fits(query, part.noun, part.title, one.path, one.text, one.source),
      ),
    }))
    .filter(({ settings }) => settings.length > 0);
  return (
    <>
      <div className="settings-search">
        <input
          type="search"
          aria-label="Search all settings"
          placeholder={`Search ${total} settings`}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <label>
          <input type="checkbox" checked={changedOnly} onChange={(event) => setChangedOnly(event.target.checked)} />
          Changed only
        </label>
      </div>
      {found.length === 0 && (
        <p className="settings-none">
          {query.trim() === '' ? 'Nothing is changed.' : `No ${changedOnly ? 'changed ' : ''}setting fits “${query}”.`}
        </p>
      )}
      {found.map((part) => (
        <PartView
          key={part.path}
          part={part}
          open={query.trim() !== '' || changedOnly}
          edit={edit}
          file={file!}
          initial={initial}
        />
      ))}
    </>
  );
}

interface Shown {
  readonly parts: readonly Part[];
  /** What each was before anything was set by hand, by path. */
  readonly initial: ReadonlyMap<string, unknown>;
}

function readSettings(file: ScenarioFile, { variant, settings }: Pick<Edit, 'variant' | 'settings'>): Shown | null {
  try {
    const before = settingsOf(load(file, { variant }).file);
    const initial = new Map(before.flatMap((part) => part.settings.map(({ path, value }) => [path, value] as const)));
    return { parts: settingsOf(load(file, { variant, settings }).file), initial };
  } catch (error) {
    if (error instanceof InputErrors) return null;
    throw error;
  }
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

interface PartProps {
  readonly part: Part;
  readonly open: boolean;
  readonly edit: Edit;
  readonly file: ScenarioFile;
  readonly initial: ReadonlyMap<string, unknown>;
}

function PartView({ part, open, edit, file, initial }: PartProps) {
  const changed = part.settings.filter(({ path, value }) => !isSame(value, initial.get(path))).length;
  return (
    <details className="settings-part" open={open || part.path === ''}>
      <summary>
        <span>
          {part.noun === 'Scenario' ? 'The run' : `${part.noun} `}
          {part.noun !== 'Scenario' && <b>{part.title}</b>}
        </span>
        <small>{changed > 0 ? `${changed} changed` : count(part.settings.length, 'setting')}</small>
      </summary>
      {part.settings.map((setting) => (
        <Row key={setting.path} setting={setting} edit={edit} file={file} initial={initial.get(setting.path)} />
      ))}
    </details>
  );
}

interface RowProps {
  readonly setting: Setting;
  readonly edit: Edit;
  readonly file: ScenarioFile;
  readonly initial: unknown;
}

function Row({ setting, edit, file, initial }: RowProps) {
  const id = useId();
  const [wrong, setWrong] = useState<string | null>(null);
  const { path, key, value, kind, choices, min, max, unit, text, source, standard } = setting;
  const isChanged = !isSame(value, initial);
  const set = (next: unknown): void => {
    const settings = withSetting(file, edit, path, next, initial);
    const mistake = mistakeOf(file, { ...edit, settings });
    setWrong(mistake);
    if (mistake === null) change({ settings });
  };
  const back = initial ?? standard;
  return (
    <div className={isChanged ? 'knob is-changed' : 'knob'}>
      <label htmlFor={id} title={path}>
        <code>{key}</code>
      </label>
      <span className="knob-input">
        <SettingInput {...{ id, kind, value, choices, min, max, standard, set }} step={null} invalid={wrong !== null} />
        {unit !== '' && <span className="knob-unit">{unit}</span>}
      </span>
      {wrong !== null && (
        <p className="knob-wrong" role="alert">
          {wrong}
        </p>
      )}
      <small className="knob-help" id={`${id}-help`}>
        {text} <Source standard={standard} isStandard={isSame(value ?? standard, standard)} source={source} />
        {isChanged && back !== undefined && (
          <Button look="link" aria-label={`Reset ${path}`} onClick={() => set(back)}>
            Reset to {show(back)}
          </Button>
        )}
      </small>
    </div>
  );
}

/** The list of settings in which this one has that value: without it, if that is enough. */
function withSetting(
  file: ScenarioFile,
  { variant, settings }: Edit,
  path: string,
  value: unknown,
  initial: unknown,
): Edit['settings'] {
  const others = settings.filter(([known]) => known !== path);
  const without = readSettings(file, { variant, settings: others });
  const left = without?.parts.flatMap((part) => part.settings).find((one) => one.path === path)?.value;
  return isSame(left ?? initial, value) && without !== null ? others : [...others, [path, value]];
}

function mistakeOf(file: ScenarioFile, { variant, settings }: Edit): string | null {
  try {
    load(file, { variant, settings });
    return null;
  } catch (error) {
    if (error instanceof InputErrors) return error.issues[0]?.message ?? 'This cannot be set.';
    throw error;
  }
}
