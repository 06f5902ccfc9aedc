import { describe, expect, test } from 'vitest';
import { NONE } from '../../engine/units';
import { straight } from './geometry';
import { hit, REACH_MOUSE, REACH_TOUCH, type Targets } from './hit';
import type { Layout } from './layout';
import type { LinkPath } from './links';
import { token } from './marks/token';

const link: LinkPath = {
  index: 0,
  from: 0,
  to: 1,
  path: straight({ x: 100, y: 50 }, { x: 300, y: 50 }),
  answers: straight({ x: 100, y: 58 }, { x: 300, y: 58 }),
  grave: { x: 200, y: 90 },
  graveStep: { x: -10, y: 0 },
};
const box = { x: 300, y: 0, width: 100, height: 100 };
const queue = { x: 310, y: 40, width: 80, height: 40 };
const layout: Layout = {
  size: { width: 500, height: 200 },
  turned: false,
  nodes: new Map([
    [1, { node: 1, column: 'broker', box, header: { ...box, height: 30 }, compact: false, groups: null }],
  ]),
  places: new Map([
    [
      4,
      {
        place: 4,
        held: NONE,
        shape: 'slots',
        deadLetter: false,
        box: queue,
        title: null,
        area: queue,
        figures: null,
        foot: null,
        legend: false,
        lanes: [],
        chips: false,
      },
    ],
  ]),
  links: [link],
  bindings: new Map(),
  frames: [],
};
const packet = (id: number, x: number) =>
  token({ form: 'disc', x, y: 50, r: 11, hue: 0, messages: [id], target: { kind: 'packet', packet: id } });
const resting = token({
  form: 'disc',
  x: 350,
  y: 60,
  r: 11,
  hue: 0,
  messages: [9],
  target: { kind: 'copy', copy: 9, message: 9, place: 4 },
});
const targets: Targets = { tokens: [resting, packet(1, 180), packet(2, 200)], graves: [], layout };
const at = (x: number, y: number, reach = REACH_MOUSE) => hit(targets, { x, y }, reach);

describe('what is under the pointer', () => {
  test('the nearest of two packets', () => {
    expect(at(188, 50)).toEqual({ kind: 'packet', packet: 1 });
    expect(at(193, 50)).toEqual({ kind: 'packet', packet: 2 });
  });

  test('a packet can be missed by 16 px with a mouse and by 22 with a finger', () => {
    expect(at(200, 65)).toEqual({ kind: 'packet', packet: 2 });
    expect(at(200, 70)).toBeNull();
    expect(at(200, 70, REACH_TOUCH)).toEqual({ kind: 'packet', packet: 2 });
  });

  test('a disc in a queue before the queue, the queue before its node, the node before a link', () => {
    expect(at(352, 62)).toMatchObject({ kind: 'copy', copy: 9 });
    expect(at(312, 45)).toEqual({ kind: 'place', place: 4 });
    expect(at(350, 10)).toEqual({ kind: 'node', node: 1 });
    expect(at(260, 52)).toEqual({ kind: 'link', a: 0, b: 1 });
  });

  test('nothing on empty ground', () => {
    expect(at(50, 150)).toBeNull();
  });
});
