import { describe, expect, test } from 'vitest';
import { run } from '../../runs/run';
import { viewOf } from '../../runs/view';
import { catalogue } from '../../scenario/catalogue';
import { load } from '../../scenario/load';
import { scrubberFolding } from '../app/clockStore';
import { HUES } from '../app/hues';
import { speedFor, PACKET_MS } from '../app/pacing';
import { toRun } from '../app/preparing';
import { draw, type Emphasis } from './draw';
import { Frame } from './frame';
import { hitAt } from './hit';
import type { Ink } from './ink';
import { modelOf } from './model';
import { SvgPen } from './pen';

const hues = Object.fromEntries(HUES.map((hue) => [hue, `#${hue}`])) as Ink['fill'];
const ink: Ink = {
  fill: hues,
  rim: hues,
  token: '#token',
  back: '#back',
  ink: '#ink',
  ink2: '#ink2',
  ink3: '#ink3',
  line: '#line',
  hair: '#hair',
  lost: '#lost',
  duplicated: '#duplicated',
  done: '#done',
  accent: '#accent',
  font: 'sans-serif',
};
const nothing: Emphasis = { cone: null, selected: null, hovered: null, packet: null, showQuiet: false, prevented: [] };

function set(turned = false) {
  const request = { source: { id: 'at-least-once' }, variant: null, seed: null, settings: [], faults: 'own' } as const;
  const loaded = load(catalogue.find(({ id }) => id === 'at-least-once')!);
  const { trace, header, summary } = run(loaded);
  const shown = toRun(request, {
    kind: 'run',
    scenario: viewOf(loaded),
    header,
    chunks: trace.chunks,
    records: trace.length,
    summary,
  });
  const model = modelOf(shown);
  const { gaps, end, medianLatency } = shown.pacing;
  const folding = scrubberFolding(gaps, end, speedFor(medianLatency, PACKET_MS));
  const size = turned ? { width: 360, height: 900 } : { width: 900, height: 220 };
  return { model, frame: new Frame(folding, [0, folding.length], size, model.order, turned) };
}

describe('the picture', () => {
  test('has an arrow for each packet, the lost ack with its word, and the second charge with its own', () => {
    const { model, frame } = set();
    const pen = new SvgPen('sans-serif');
    expect(draw(pen, model, frame, ink, nothing)).toBe(0);
    const svg = pen.document(900, 220, '#fff', 'A "test" <run>');
    expect(svg).toContain('>ack 3 lost<');
    expect(svg).toContain('>3 charged again<');
    expect(svg).toContain('<title>A &quot;test&quot; &lt;run&gt;</title>');
    const bars = svg.match(/<rect[^>]*rx="5"/g) ?? [];
    expect(bars).toHaveLength(6);
  });

  test.each([false, true])('a packet is found where it is drawn (turned: %s)', (turned) => {
    const { model, frame } = set(turned);
    const { flights } = model;
    for (let index = 0; index < flights.count; index += 1) {
      if (flights.isQuiet(index) || flights.shape(index) !== 'message') continue;
      const [start, end] = flights.times(index);
      const [from, to] = flights.ways(index);
      // A fifth of the way: where few others cross.
      const along = frame.along(start) + 0.2 * (frame.along(end) - frame.along(start));
      const across = frame.across(from) + 0.2 * flights.reach(index) * (frame.across(to) - frame.across(from));
      const hit = hitAt(model, frame, along, across, false, false);
      expect(hit?.kind).toMatch(/^(packet|effect)$/);
      if (hit?.kind === 'packet') {
        const [hitStart, hitEnd] = flights.times(hit.index);
        expect(hitStart).toBeLessThanOrEqual(frame.time(along + 8));
        expect(hitEnd).toBeGreaterThanOrEqual(frame.time(along - 8));
      }
    }
  });

  test('place and moment are each other’s inverse', () => {
    const { frame } = set();
    for (let along = 0; along <= frame.length; along += 50)
      expect(frame.along(frame.time(along))).toBeCloseTo(along, 3);
  });
});
