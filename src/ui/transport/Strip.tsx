import { tryPlace, useSweepStore } from '../app/sweepStore';
import { formatTime } from '../design/format';
import { verdictOf } from './WhatIf';

/** One fault, every moment: each place in the colour and the height of the worst that would come of it. */
export function Strip({ percent }: { readonly percent: (time: number) => string }) {
  const places = useSweepStore((state) => state.places);
  if (places.length === 0) return null;
  return (
    <div className="strip" role="presentation" onPointerDown={(event) => event.stopPropagation()}>
      {places.map((place, index) => (
        <button
          key={`${index}-${place.at}`}
          className={`strip-place is-${place.worst}`}
          style={{ left: percent(place.at) }}
          tabIndex={-1}
          aria-hidden="true"
          title={`${formatTime(place.at)}, ${place.label}: ${verdictOf(place)}`}
          onClick={() => tryPlace(place)}
        />
      ))}
    </div>
  );
}
