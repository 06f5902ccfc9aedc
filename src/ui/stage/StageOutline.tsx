import { useContext, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import type { Scene } from '../../analysis/scene/scene';
import type { PacketId } from '../../engine/units';
import { clockStore, hold } from '../app/clockStore';
import { StageContext, type StageSource } from '../app/stageSource';
import { hover, isSameSelection, keyOf, useSelectionStore, type Selection } from '../app/selectionStore';
import type { Camera } from './camera';
import { useFigures } from './figures';
import { along, type Box } from './geometry';
import { act } from './interaction/pointer';
import { linkFigures } from './marks/LinkLine';
import type { StageModel } from './model';
import { nodeName, packetName, placeName, titleOf } from './names';

/**
 * The same scene as named elements that can be focused: for the keyboard, for screen readers, for
 * tests. Each lies over what it names, so that the ring of the focus, a magnifier and a click find the
 * drawn thing. Packets are put in their places by the frame loop, not by React.
 */

interface Props {
  readonly model: StageModel;
  readonly camera: Camera;
  /** Elements of packets, by packet, for the frame loop to move. */
  readonly register: (packet: PacketId, element: HTMLElement | null) => void;
}

export default function StageOutline({ model, camera, register }: Props) {
  return (
    <div className="stage-outline">
      <PacketList model={model} register={register} />
      <NodeList model={model} camera={camera} />
      <LinkList model={model} camera={camera} />
    </div>
  );
}

/** Up and down go from one to the next of a list that has one tab stop; left and right stay the clock's. */
function rove(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-rove]')];
  const here = items.indexOf(document.activeElement as HTMLElement);
  const target = items[Math.max(0, Math.min(items.length - 1, here + step))];
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  target.focus();
}

function centreOf(element: HTMLElement): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/** Handlers of one element: focus lights it up, Enter and assistive clicks act on it. Clicks of a pointer go by what is drawn. */
function handlers(selection: Selection, source: StageSource) {
  return {
    onFocus: (event: React.FocusEvent<HTMLElement>) => {
      if (!event.currentTarget.matches(':focus-visible')) return;
      if (selection.kind === 'packet') hold();
      hover(source.toPage(selection));
    },
    onBlur: () => hover(null),
    onClick: (event: MouseEvent<HTMLElement>) => {
      if (event.detail !== 0) return;
      event.stopPropagation();
      act(selection, centreOf(event.currentTarget), source);
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      event.stopPropagation();
      act(selection, centreOf(event.currentTarget), source);
    },
  };
}

/** No more than this many are named; nobody tabs through more. */
const PACKETS_MAX = 60;

interface PacketItem {
  readonly packet: PacketId;
  readonly name: string;
}

/** Of a crowd that moves none are named: they come and go faster than anybody could choose one. */
const CROWD = 250;

/** Packets under way in the order in which they will arrive. */
export function packetItems(scene: Scene, model: StageModel): PacketItem[] {
  const { size } = scene.packets;
  if (size > CROWD && clockStore.getState().playing) return [];
  return [...scene.packets.values()]
    .filter((packet) => model.wordsOf(packet.what).quiet !== true)
    .sort((a, b) => a.endAt - b.endAt || a.packet - b.packet)
    .slice(0, PACKETS_MAX)
    .map((packet) => ({ packet: packet.packet, name: packetName(packet, model) }));
}

function PacketList({ model, register }: Pick<Props, 'model' | 'register'>) {
  const source = useContext(StageContext);
  const items = useFigures(packetItems, model) ?? [];
  const selected = useSelectionStore((state) => state.selected);
  const last = useRef<PacketId | null>(null);
  return (
    <ul role="listbox" aria-label="Packets in flight" onKeyDown={rove}>
      {items.map(({ packet, name }, index) => {
        const selection: Selection = { kind: 'packet', packet };
        const { onFocus, ...rest } = handlers(selection, source);
        return (
          <li
            key={packet}
            ref={(element) => register(packet, element)}
            role="option"
            className="stage-target is-packet"
            aria-label={name}
            aria-selected={isSameSelection(selected, selection)}
            tabIndex={index === 0 ? 0 : -1}
            data-rove
            data-key={keyOf(selection)}
            onFocus={(event) => {
              last.current = packet;
              onFocus(event);
            }}
            {...rest}
          />
        );
      })}
    </ul>
  );
}

function scaled(box: Box, { scale }: Camera): React.CSSProperties {
  return { left: box.x * scale, top: box.y * scale, width: box.width * scale, height: box.height * scale };
}

function NodeList({ model, camera }: Pick<Props, 'model' | 'camera'>) {
  const cards = [...model.layout.nodes.values()];
  return (
    <ul aria-label="Nodes" onKeyDown={rove}>
      {cards.map(({ node, box, header }, index) => (
        <li key={node}>
          <Target
            selection={{ kind: 'node', node }}
            box={header}
            ring={box}
            camera={camera}
            model={model}
            nameOf={nodeNameOf}
            isFirst={index === 0}
          />
          <ul>
            {[...model.layout.places.values()]
              .filter(
                ({ place, shape }) =>
                  model.header.places[place]!.node === node && shape !== 'hand' && shape !== 'waiting',
              )
              .map(({ place, box: placeBox, title }) => (
                <li key={place}>
                  <Target
                    selection={{ kind: 'place', place }}
                    box={title ?? placeBox}
                    ring={placeBox}
                    camera={camera}
                    model={model}
                    nameOf={placeNameOf}
                    isFirst={false}
                  />
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

type NameOf = (scene: Scene, model: StageModel, id: number) => string;

const nodeNameOf: NameOf = (scene, model, id) => nodeName(scene, id, model);
const placeNameOf: NameOf = (scene, model, id) => placeName(scene, id, model.layout.places.get(id)!.held, model);
const LINK_WORDS = {
  up: 'up',
  cut: 'cut',
  reset: 'connection reset',
  opening: 'connecting',
  refused: 'refused',
  down: 'one end is down',
} as const;
const linkNameOf: NameOf = (scene, model, index) => {
  const link = model.layout.links[index]!;
  return `Link between ${titleOf(link.from, model)} and ${titleOf(link.to, model)}, ${LINK_WORDS[linkFigures(scene, link).state]}`;
};

interface TargetProps {
  readonly selection: Selection;
  /** Where it can be clicked. */
  readonly box: Box;
  /** What the focus ring goes around. */
  readonly ring: Box;
  readonly camera: Camera;
  readonly model: StageModel;
  readonly nameOf: NameOf;
  readonly isFirst: boolean;
  readonly id?: number;
}

function idOf(selection: Selection): number {
  return selection.kind === 'node' ? selection.node : selection.kind === 'place' ? selection.place : 0;
}

function Target({ selection, box, ring, camera, model, nameOf, isFirst, id }: TargetProps) {
  const source = useContext(StageContext);
  const name = useFigures(nameOf, model, id ?? idOf(selection));
  return (
    <button
      type="button"
      className="stage-target"
      style={scaled(box, camera)}
      aria-label={name ?? ''}
      aria-haspopup="menu"
      tabIndex={isFirst ? 0 : -1}
      data-rove
      data-key={keyOf(selection)}
      {...handlers(selection, source)}
    >
      <span className="stage-target-ring" style={scaled({ ...ring, x: ring.x - box.x, y: ring.y - box.y }, camera)} />
    </button>
  );
}

const LINK_TARGET = 24;

function LinkList({ model, camera }: Pick<Props, 'model' | 'camera'>) {
  return (
    <ul aria-label="Links" onKeyDown={rove}>
      {model.layout.links.map((link, index) => {
        const at = along(link.path, 0.5);
        const box = { x: at.x - LINK_TARGET / 2, y: at.y - LINK_TARGET / 2, width: LINK_TARGET, height: LINK_TARGET };
        return (
          <li key={link.index}>
            <Target
              selection={{ kind: 'link', a: link.from, b: link.to }}
              box={box}
              ring={box}
              camera={camera}
              model={model}
              nameOf={linkNameOf}
              isFirst={index === 0}
              id={index}
            />
          </li>
        );
      })}
    </ul>
  );
}
