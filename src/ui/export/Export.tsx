import { useState } from 'react';
import { clockStore } from '../app/clockStore';
import { editStore } from '../app/editStore';
import type { Picture } from '../app/pictures';
import { useRunStore, type Run } from '../app/runStore';
import { saveBlob, saveText } from '../app/saveFile';
import { say } from '../app/speech';
import { showExport } from '../app/uiStore';
import { Button } from '../design/Button';
import { SheetDialog } from '../design/SheetDialog';
import { FILES } from './files';
import { FilmMaker } from './FilmMaker';
import { pngOf } from './raster';
import { viewsNow } from './views';
import './export.css';

/** Takes the run away: as pictures, as a film, as figures, as files. */
export default function Export() {
  const run = useRunStore((state) => state.run);
  // What was on the page when this opened: the dialog itself is no part of it.
  const [views] = useState(viewsNow);
  if (run === null) return null;
  const stage = views.find(({ id }) => id === 'stage');
  return (
    <SheetDialog title="Take it away" className="export" onClose={() => showExport(false)}>
      <section>
        <h3>Pictures of this moment</h3>
        <ul className="export-list">
          {views.map((view) => (
            <PictureRow key={view.id} view={view} run={run} />
          ))}
        </ul>
      </section>
      {stage !== undefined && <FilmMaker stage={stage} run={run} />}
      <section>
        <h3>Files of this run</h3>
        <ul className="export-list">
          {FILES.map((file) => (
            <li key={file.label}>
              <span>
                <b>{file.label}</b>
                <small>{file.note}</small>
              </span>
              <Button
                aria-label={`Save ${file.label}`}
                onClick={() => {
                  const { edit } = editStore.getState();
                  if (edit !== null) void file.save(run, edit).then(() => say('Saved.', 'now'));
                }}
              >
                {file.ending.split('.').at(-1)!.toUpperCase()}
              </Button>
            </li>
          ))}
        </ul>
      </section>
    </SheetDialog>
  );
}

/** Pixels to one: sharp on a slide. */
const PNG_SCALE = 2;

function PictureRow({ view, run }: { readonly view: Picture; readonly run: Run }) {
  const [failed, setFailed] = useState(false);
  const name = `${run.scenario.id}-${view.id}-${Math.round(clockStore.getState().time / 1000)}ms`;
  const save = async (kind: 'svg' | 'png'): Promise<void> => {
    try {
      const svg = await view.draw();
      if (kind === 'svg') saveText(`${name}.svg`, 'image/svg+xml', svg);
      else saveBlob(`${name}.png`, await pngOf(svg, PNG_SCALE));
      setFailed(false);
      say('Saved.', 'now');
    } catch {
      setFailed(true);
    }
  };
  return (
    <li>
      <span>
        <b>{view.label}</b>
        {failed && <small role="alert">This browser could not draw it.</small>}
      </span>
      <Button aria-label={`${view.label} as SVG`} onClick={() => void save('svg')}>
        SVG
      </Button>
      <Button aria-label={`${view.label} as PNG`} onClick={() => void save('png')}>
        PNG
      </Button>
    </li>
  );
}
