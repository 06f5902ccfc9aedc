import '../../scenario/allKinds';
import { describeSetting, schemaAt } from '../../scenario/describe';
import type { KnobView } from '../../scenario/view';
import { useEditStore } from '../app/editStore';
import { Source } from './Source';
import { useFile } from './useFile';

/** What a knob means: in the scenario's words, else in the schema's; and where that and its default are from. */
export default function KnobHelp({ knob: { path, help, value, standard } }: { readonly knob: KnobView }) {
  const file = useFile(useEditStore(({ edit }) => edit));
  const schema = file === null ? undefined : schemaAt(file, path);
  const said = schema === undefined ? null : describeSetting(schema, value);
  return (
    <>
      {help === '' ? (said?.text ?? '') : help}{' '}
      <Source
        standard={standard}
        isStandard={JSON.stringify(value) === JSON.stringify(standard)}
        source={said?.source ?? ''}
      />
    </>
  );
}
