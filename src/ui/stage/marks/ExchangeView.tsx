import type { Scene } from '../../../analysis/scene/scene';
import type { BindingPath } from '../bindings';
import { useFigures } from '../figures';
import { middle } from '../geometry';
import type { StageModel } from '../model';
import type { PlaceBox } from '../places';
import { fitted, widthOf } from '../../design/text';
import './ways.css';

/** An exchange, where nothing rests, and the bindings by which it hands on. */

interface ExchangeProps {
  readonly place: PlaceBox;
  readonly model: StageModel;
}

const existsAt = (scene: Scene, place: number): boolean => scene.places[place]?.exists === true;

export function ExchangeBox({ place, model }: ExchangeProps) {
  const exists = useFigures(existsAt, place.place);
  const info = model.header.places[place.place]!;
  if (exists !== true) return null;
  const { box } = place;
  const { x } = middle(box);
  const low = box.height < 34;
  const tip = Math.min(10, box.height / 4);
  const [type = '', ...badges] = info.badges;
  const both = `${info.title} ${type}`;
  const whole = low && widthOf(both, { size: 12, mono: true }) <= box.width - 16;
  // Smaller, before it is cut.
  const size = low || widthOf(info.title, { size: 12, mono: true }) <= box.width - 16 ? 12 : 11;
  const name = fitted(whole ? both : info.title, box.width - (size < 12 ? 12 : 16), { size, mono: true });
  const kind =
    [[type, ...badges].join(' · '), type].find((words) => widthOf(words, { size: 12 }) <= box.width - 16) ?? '';
  return (
    <g className="stage-exchange">
      <path
        className="stage-exchange-box"
        d={`M${box.x + 6} ${box.y}H${box.x + box.width - tip}l${tip} ${box.height / 2}l${-tip} ${box.height / 2}H${box.x + 6}q-6 0 -6 -6v${12 - box.height}q0 -6 6 -6Z`}
      />
      <text
        className="stage-name"
        x={x - 3}
        y={low ? box.y + box.height / 2 + 4 : box.y + 18}
        textAnchor="middle"
        style={{ fontSize: size }}
      >
        {name}
      </text>
      {!low && (
        <text className="stage-line" x={x - 3} y={box.y + 33} textAnchor="middle">
          {kind}
        </text>
      )}
    </g>
  );
}

interface BindingProps {
  readonly binding: BindingPath;
  readonly model: StageModel;
}

const KEY = { size: 11, mono: true } as const;

export function BindingLine({ binding, model }: BindingProps) {
  const exists = useFigures(existsAt, binding.place);
  const info = model.header.places[binding.place]!;
  if (exists !== true) return null;
  const { path, label } = binding;
  const length = path.lengths[path.lengths.length - 1]!;
  const key = binding.isDeath || model.layout.turned ? '' : fitted(info.title, Math.max(0, length - 14), KEY);
  const width = widthOf(key, KEY) + 6;
  const end = path.points[path.points.length - 1]!;
  return (
    <g className={binding.isDeath ? 'stage-binding is-death' : 'stage-binding'}>
      <path className="stage-binding-line" d={path.d} />
      <path
        className="stage-binding-head"
        d="M-6 -4v8l6 -4Z"
        transform={`translate(${end.x} ${end.y}) rotate(${binding.into})`}
      />
      {key !== '' && (
        <>
          <rect
            className="stage-binding-key"
            x={label.x - width / 2}
            y={label.y - 8}
            width={width}
            height={16}
            rx={4}
          />
          <text className="stage-binding-text" x={label.x} y={label.y + 4} textAnchor="middle">
            {key}
          </text>
        </>
      )}
    </g>
  );
}
