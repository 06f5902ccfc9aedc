import { clockStore, foldingOfRun } from './clockStore';
import { setFollow, showAll, useViewStore, zoom } from './viewStore';
import { IconButton } from '../design/Button';
import { AllIcon, FollowIcon, MinusIcon, PlusIcon } from '../design/icons';

const ZOOM = 1.5;

/** What every view over time can do: nearer, farther, all of it, after the clock. */
export function ViewTools() {
  const follow = useViewStore((state) => state.follow);
  const whole = useViewStore((state) => state.span === null);
  const zoomBy = (factor: number): void => zoom(foldingOfRun(), factor, clockStore.getState().time);
  return (
    <>
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
        data-tip-align="end"
        aria-pressed={follow}
        onClick={() => setFollow(!follow)}
      >
        <FollowIcon />
      </IconButton>
    </>
  );
}
