import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LinkInfo, NodeInfo, PlaceInfo, PlaceShape } from '../../engine/trace/header';
import { NONE, type NodeId } from '../../engine/units';
import { cameraFor } from './camera';
import { bottom, contains, grown, overlaps, right, type Box, type Size } from './geometry';
import { layOut, type Layout } from './layout';

const SIZES: readonly Size[] = [
  { width: 700, height: 380 },
  { width: 980, height: 470 },
  { width: 390, height: 372 },
  { width: 1036, height: 482 },
  { width: 1600, height: 900 },
];

interface Topology {
  readonly nodes: NodeInfo[];
  readonly places: PlaceInfo[];
  readonly links: LinkInfo[];
}

function topology(producers: number, queues: number, consumers: number, shape: PlaceShape, tables: number): Topology {
  const nodes: NodeInfo[] = [];
  const places: PlaceInfo[] = [];
  const links: LinkInfo[] = [];
  const node = (column: NodeInfo['column'], title: string): NodeId => {
    nodes.push({
      id: nodes.length,
      name: title,
      title,
      subtitle: 'subtitle',
      column,
      model: 'm',
      program: [],
      code: [],
    });
    return nodes.length - 1;
  };
  const place = (at: NodeId, title: string, as: PlaceShape, more: Partial<PlaceInfo> = {}): number => {
    places.push({
      id: places.length,
      name: title,
      title,
      node: at,
      shape: as,
      of: NONE,
      to: NONE,
      subscription: NONE,
      deadLetter: false,
      passesOn: false,
      capacity: 0,
      badges: [],
      verb: 'charged',
      amount: 0,
      currency: '$',
      ...more,
    });
    return places.length - 1;
  };
  const first = Array.from({ length: producers }, (_, i) => node('producer', `Order Service ${i + 1}`));
  first.forEach((id) => place(id, 'outbox', 'waiting'));
  const broker = node('broker', 'Broker');
  for (let i = 0; i < queues; i += 1) {
    const queue = place(broker, `queue-${i}`, shape);
    if (shape === 'slots') place(broker, `queue-${i}/unacked`, 'held', { of: queue });
  }
  place(broker, 'orders.dlq', 'slots', { deadLetter: true });
  const workers = Array.from({ length: consumers }, (_, i) => node('consumer', `Payment Worker ${i + 1}`));
  workers.forEach((id) => place(id, 'hand', 'hand'));
  const store = node('store', 'Database');
  for (let i = 0; i < tables; i += 1) place(store, `table-${i}`, 'rows', { amount: i === 0 ? 10 : 0 });
  first.forEach((a) => links.push({ a, b: broker, transport: 'connection' }));
  workers.forEach((a) =>
    links.push({ a, b: broker, transport: 'connection' }, { a, b: store, transport: 'connection' }),
  );
  return { nodes, places, links };
}

const anyTopology = fc
  .tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 6 }),
    fc.constantFrom<PlaceShape>('slots', 'log'),
    fc.integer({ min: 1, max: 2 }),
  )
  .map((parts) => topology(...parts));

function laid(header: Topology, screen: Size): Layout {
  const camera = cameraFor(header, screen);
  return layOut(header, camera.logical, camera.turned);
}

const inside = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x - 0.6 &&
  inner.y >= outer.y - 0.6 &&
  right(inner) <= right(outer) + 0.6 &&
  bottom(inner) <= bottom(outer) + 0.6;

describe('layout', () => {
  // Goal: whatever the scenario, nothing covers anything and nothing leaves the stage.
  // Method: all topologies of the size that scenarios have, at the sizes the page gives the stage.
  test('no card overlaps another or leaves the stage', () => {
    fc.assert(
      fc.property(anyTopology, fc.constantFrom(...SIZES), (header, screen) => {
        const layout = laid(header, screen);
        const cards = [...layout.nodes.values()];
        const stage = { x: 0, y: 0, ...layout.size };
        for (const card of cards)
          expect(inside(stage, card.box), `node ${card.node} ${JSON.stringify(card.box)}`).toBe(true);
        cards.forEach((a, i) =>
          cards
            .slice(i + 1)
            .forEach((b) => expect(overlaps(a.box, b.box), `nodes ${a.node} and ${b.node}`).toBe(false)),
        );
      }),
    );
  });

  test('no place overlaps another or leaves its card', () => {
    fc.assert(
      fc.property(anyTopology, fc.constantFrom(...SIZES), (header, screen) => {
        const layout = laid(header, screen);
        const places = [...layout.places.values()];
        for (const place of places) {
          const card = layout.nodes.get(header.places[place.place]!.node)!;
          for (const [part, box] of Object.entries({
            box: place.box,
            area: place.area,
            figures: place.figures,
            foot: place.foot,
          })) {
            if (box === null) continue;
            expect(
              inside(card.box, box),
              `${part} of place ${place.place}: ${JSON.stringify(box)} in ${JSON.stringify(card.box)}`,
            ).toBe(true);
            expect(box.width > 0 && box.height > 0, `${part} of place ${place.place} is empty`).toBe(true);
          }
        }
        places.forEach((a, i) =>
          places
            .slice(i + 1)
            .forEach((b) => expect(overlaps(grown(a.box, -0.6), b.box), `places ${a.place}, ${b.place}`).toBe(false)),
        );
      }),
    );
  });

  test('links begin and end at the edges of their cards, and their graves lie on the stage', () => {
    fc.assert(
      fc.property(anyTopology, fc.constantFrom(...SIZES), (header, screen) => {
        const layout = laid(header, screen);
        expect(layout.links).toHaveLength(header.links.length);
        for (const link of layout.links) {
          const { points } = link.path;
          expect(contains(grown(layout.nodes.get(link.from)!.box, 0.6), points[0]!)).toBe(true);
          expect(contains(grown(layout.nodes.get(link.to)!.box, 0.6), points.at(-1)!)).toBe(true);
          expect(contains({ x: 0, y: 0, ...layout.size }, link.grave), `grave ${JSON.stringify(link.grave)}`).toBe(
            true,
          );
        }
      }),
    );
  });

  test('ways of dead letters stay on their card, and run beside the queues, not over them', () => {
    fc.assert(
      fc.property(anyTopology, fc.constantFrom(...SIZES), ({ nodes, places, links }, screen) => {
        const queues = places.filter(({ shape }) => shape === 'slots');
        // One after another, and the last but one into the tray.
        const dying = places.map((place) => {
          const next = queues[queues.indexOf(place) + 1];
          return place.shape !== 'slots' || next === undefined ? place : { ...place, deadLettersTo: next.name };
        });
        const layout = laid({ nodes, places: dying, links }, screen);
        expect(layout.bindings.size).toBe(layout.turned ? 0 : queues.length - 1);
        for (const { from, to, path } of layout.bindings.values()) {
          const card = layout.nodes.get(places[from]!.node)!.box;
          for (const point of path.points) {
            expect(contains(card, point), `from ${from}: ${JSON.stringify(point)}`).toBe(true);
            for (const { place, area } of layout.places.values())
              if (place !== from && place !== to) expect(contains(area, point), `${from} over ${place}`).toBe(false);
          }
        }
      }),
    );
  });

  test('columns run left to right, and top to bottom on a narrow stage', () => {
    const header = topology(1, 1, 3, 'slots', 1);
    const firstX = (layout: Layout): number[] => [0, 1, 2, 5].map((id) => layout.nodes.get(id)!.box.x);
    const firstY = (layout: Layout): number[] => [0, 1, 2, 5].map((id) => layout.nodes.get(id)!.box.y);
    const wide = firstX(laid(header, SIZES[1]!));
    expect(wide).toEqual([...wide].sort((a, b) => a - b));
    const narrow = firstY(laid(header, SIZES[2]!));
    expect(narrow).toEqual([...narrow].sort((a, b) => a - b));
  });

  test('a scenario without a broker has no empty column', () => {
    const header = topology(1, 1, 1, 'slots', 1);
    const nodes = header.nodes.filter((node) => node.column !== 'broker').map((node, id) => ({ ...node, id }));
    const layout = layOut({ nodes, places: [], links: [{ a: 0, b: 1, transport: 'request' }] }, SIZES[1]!);
    expect(layout.nodes.size).toBe(3);
    expect(layout.links).toHaveLength(1);
  });
});
