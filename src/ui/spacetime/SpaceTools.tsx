import { setFollow, showAll, useViewStore, zoom } from '../app/viewStore';
import { clockStore } from '../app/clockStore';
import { saveText } from '../app/saveFile';
import { runStore } from '../app/runStore';
import { IconButton } from '../design/Button';
import { AllIcon, FollowIcon, MinusIcon, PlusIcon, SaveIcon } from '../design/icons';
import { foldingNow } from './diagram';
import { svgOf } from './svg';

const ZOOM = 1.5;

/** The diagram's own tools, at the end of its row of tabs. */
export function SpaceTools() {
  const follow = useViewStore((state) => state.follow);
  const whole = useViewStore((state) => state.span === null);
  const zoomBy = (factor: number): void => zoom(foldingNow(), factor, clockStore.getState().time);
  return (
    <div className="spacetime-tools" role="toolbar" aria-label="Space-time diagram">
      <IconButton look="quiet" label="Zoom out" hint="-" disabled={whole} onClick={() => zoomBy(ZOOM)}>
        <MinusIcon />
      </IconButton>
      <IconButton look="quiet" label="Zoom in" hint="+" onClick={() => zoomBy(1 / ZOOM)}>
        <PlusIcon />
      </IconButton>
      <IconButton look="quiet" label="Show the whole run" hint="0" disabled={whole} onClick={showAll}>
        <AllIcon />
      </IconButton>
      <IconButton
        look="quiet"
        label="Follow the clock"
        className="toggle"
        aria-pressed={follow}
        onClick={() => setFollow(!follow)}
      >
        <FollowIcon />
      </IconButton>
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
