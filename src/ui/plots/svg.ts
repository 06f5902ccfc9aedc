import { plain, standAlone } from '../design/standAlone';
import { pageZoom } from '../design/zoom';

/** Above the charts: what they are of. */
const HEAD = 30;

/**
 * The plots as they stand on the page, as shapes and letters that need nothing beside themselves: all charts, also
 * those that are scrolled out of view, with their legends, the axis and the marks.
 */
export function plotsSvg(body: HTMLElement, title: string): string {
  const zoom = pageZoom();
  const origin = body.getBoundingClientRect();
  const width = Math.ceil(origin.width / zoom);
  const height = Math.ceil(body.scrollHeight) + HEAD;
  const boxOf = (element: Element) => {
    const { left, top, width: w, height: h } = element.getBoundingClientRect();
    return { x: (left - origin.left) / zoom, y: (top - origin.top) / zoom + HEAD, width: w / zoom, height: h / zoom };
  };
  const page = getComputedStyle(document.documentElement);
  const ink = getComputedStyle(body);
  const parts = [
    `<title>${escape(title)}</title>`,
    `<rect width="100%" height="100%" fill="${plain(page.getPropertyValue('--raised').trim())}"/>`,
    `<text x="16" y="20" font-size="14" font-weight="650" fill="${plain(ink.color)}">${escape(title)}</text>`,
    ...[...body.querySelectorAll('.plots-gap')].map((gap) => band(boxOf(gap), page.getPropertyValue('--hair'))),
    ...[...body.querySelectorAll<SVGSVGElement>('svg')].map((svg) => drawing(svg, boxOf(svg))),
    ...[...body.querySelectorAll('figcaption b, figcaption li')].map((element) => words(element, boxOf(element))),
    ...[...body.querySelectorAll('.plots-axis span')].map((element) => words(element, boxOf(element))),
    ...[...body.querySelectorAll('.plots-mark')].map((mark) =>
      upright(boxOf(mark), getComputedStyle(mark).borderLeftColor, true),
    ),
    ...[...body.querySelectorAll('.plots-cursor')].map((mark) =>
      upright(boxOf(mark), getComputedStyle(mark).backgroundColor, false),
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escape(ink.fontFamily)}" role="img">
${parts.filter((part) => part !== '').join('\n')}
</svg>
`;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function drawing(svg: SVGSVGElement, { x, y, width, height }: Box): string {
  const copy = standAlone(svg);
  copy.removeAttribute('role');
  copy.removeAttribute('aria-label');
  for (const [name, value] of Object.entries({ x, y, width, height })) copy.setAttribute(name, String(round(value)));
  return new XMLSerializer().serializeToString(copy);
}

/** The letters of an element, from where they begin: a sign before them stands by itself. */
function words(element: Element, { y, height, ...box }: Box): string {
  const text = (element.textContent ?? '').replace(/\s+/g, ' ').trim();
  if (text === '' || (element.matches('b') && element.closest('li') !== null)) return '';
  const style = getComputedStyle(element);
  const sign = element.querySelector('svg');
  const x = box.x + (sign === null ? 0 : (sign.getBoundingClientRect().width + 6) / pageZoom());
  const look = `font-size="${Number.parseFloat(style.fontSize)}" font-weight="${style.fontWeight}" fill="${plain(style.color)}"`;
  return `<text x="${round(x)}" y="${round(y + height / 2)}" dy="0.35em" ${look}>${escape(text)}</text>`;
}

function upright({ x, y, height }: Box, colour: string, isDashed: boolean): string {
  const dash = isDashed ? ' stroke-dasharray="3 3"' : '';
  return `<path d="M${round(x)} ${round(y)}v${round(height)}" fill="none" stroke="${plain(colour)}"${dash}/>`;
}

/** Time that is left out. */
const band = ({ x, y, width, height }: Box, colour: string): string =>
  `<path d="M${round(x)} ${round(y)}v${round(height)}M${round(x + width)} ${round(y)}v${round(height)}" fill="none" stroke="${plain(colour.trim())}"/>`;

const round = (value: number): number => Math.round(value * 10) / 10;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!);
