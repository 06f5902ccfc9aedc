import { runStore } from '../app/runStore';
import { saveText } from '../app/saveFile';
import { ViewTools } from '../app/ViewTools';
import { IconButton } from '../design/Button';
import { SaveIcon } from '../design/icons';
import { svgOf } from './svg';
import './spacetime.css';

/** The diagram's own tools, at the end of its row of tabs. */
export function SpaceTools() {
  return (
    <div className="view-tools" role="toolbar" aria-label="Space-time diagram">
      <ViewTools />
      <IconButton look="quiet" label="Save as SVG" data-tip-align="end" onClick={save}>
        <SaveIcon />
      </IconButton>
    </div>
  );
}

function save(): void {
  const { run } = runStore.getState();
  if (run !== null) saveText(`${run.header.scenario}-space-time.svg`, 'image/svg+xml', svgOf(run));
}

export default SpaceTools;
