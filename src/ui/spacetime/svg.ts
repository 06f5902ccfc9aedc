import { foldingOfRun } from '../app/clockStore';
import type { Run } from '../app/runStore';
import { shownSpan, viewStore } from '../app/viewStore';
import { Cones, emphasisNow } from './diagram';
import { draw, spanText } from './draw';
import { Frame } from './frame';
import { readInk } from './ink';
import { modelOf } from './model';
import type { Look, Lettering, Pen } from './pen';
import { SvgPen } from './pen';

const WIDTH = 1200;
const GUTTER = 150;
const ROW = 40;

/** What the diagram shows now, as a picture that stands by itself: names, lines, arrows and times. */
export function svgOf(run: Run): string {
  const model = modelOf(run);
  const folding = foldingOfRun();
  const ink = readInk(document.documentElement);
  const size = { width: WIDTH - GUTTER, height: Frame.breadthFor(1) + (model.order.length - 1) * ROW };
  const frame = new Frame(folding, shownSpan(viewStore.getState().span, folding), size, model.order, false);
  const pen = new SvgPen(ink.font);
  draw(shifted(pen, GUTTER), model, frame, ink, emphasisNow(model, new Cones()));
  pen.rect(0, 0, GUTTER - 6, size.height, 0, { fill: ink.back });
  for (const node of model.order) {
    const title = run.header.nodes[node]?.title ?? '';
    pen.text(GUTTER - 16, frame.across(node), title, { colour: ink.ink2, size: 13, weight: 400, anchor: 'end' });
  }
  return pen.document(WIDTH, size.height, ink.back, `${run.scenario.title}, ${spanText(frame)}`);
}

/** The same pen, so many pixels to the right. */
function shifted(pen: Pen, by: number): Pen {
  return {
    path: (points: readonly number[], look: Look) =>
      pen.path(
        points.map((value, i) => (i % 2 === 0 ? value + by : value)),
        look,
      ),
    rect: (x, y, width, height, radius, look) => pen.rect(x + by, y, width, height, radius, look),
    disc: (x, y, radius, look) => pen.disc(x + by, y, radius, look),
    text: (x, y, text, lettering: Lettering) => pen.text(x + by, y, text, lettering),
  };
}
