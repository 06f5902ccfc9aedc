import { useEffect, useState } from 'react';
import type { ScenarioFile } from '../../scenario/schema/scenario';
import type { Edit } from '../app/editStore';
import { fileOf } from '../app/scenarioFile';

/** The scenario file of what is open; null until it is here. */
export function useFile(edit: Edit | null): ScenarioFile | null {
  const [file, setFile] = useState<ScenarioFile | null>(null);
  const source = edit?.source;
  useEffect(() => {
    let isStale = false;
    if (source !== undefined) {
      void fileOf(source).then((found) => {
        if (!isStale) setFile(found);
      });
    }
    return () => {
      isStale = true;
    };
  }, [source]);
  return file;
}
