import type { ScenarioFile } from '../../scenario/schema/scenario';
import type { Edit } from './editStore';

/** The scenario file of what is open, as it stands: built-in ones are fetched when first asked for. Null: it cannot be read. */
export async function fileOf(source: Edit['source']): Promise<ScenarioFile | null> {
  if ('id' in source) {
    const { catalogue } = await import('../../scenario/catalogue');
    return catalogue.find(({ id }) => id === source.id) ?? null;
  }
  try {
    const file: unknown = JSON.parse(source.text);
    return typeof file === 'object' && file !== null && !Array.isArray(file) ? (file as ScenarioFile) : null;
  } catch {
    return null;
  }
}
