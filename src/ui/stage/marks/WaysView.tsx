import type { StageModel } from '../model';
import { BindingLine, ExchangeBox } from './ExchangeView';
import { FrameBox } from './FrameView';

/** What only some scenarios have: frames of clusters, exchanges, and the ways from them. */
export default function WaysView({ model }: { readonly model: StageModel }) {
  const { layout } = model;
  return (
    <>
      {[...layout.bindings.values()].map((binding) => (
        <BindingLine key={binding.place} binding={binding} model={model} />
      ))}
      {[...layout.places.values()]
        .filter(({ shape }) => shape === 'exchange')
        .map((place) => (
          <ExchangeBox key={place.place} place={place} model={model} />
        ))}
    </>
  );
}

export function Frames({ model }: { readonly model: StageModel }) {
  return model.layout.frames.map((frame) => <FrameBox key={frame.name} frame={frame} model={model} />);
}
