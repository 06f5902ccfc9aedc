import { toSvg } from 'html-to-image';
import { picturesNow, type Picture } from '../app/pictures';

/** Parts of the page that are tables and text: drawn as the browser shows them. */
const PANELS: readonly (readonly [selector: string, label: string])[] = [
  ['.app-side .tab-panel', 'The panel beside the stage'],
  ['.app-lower .tab-panel', 'The panel below'],
  ['.app-compare', 'The comparison'],
];

/** Everything on the page of which a picture can be made: as shapes where a view can draw itself, else as the browser shows it. */
export function viewsNow(): Picture[] {
  const panels = PANELS.flatMap(([selector, label]): Picture[] => {
    const element = document.querySelector<HTMLElement>(selector);
    if (element === null || element.offsetWidth === 0) return [];
    const tab = element.getAttribute('aria-labelledby');
    const name = tab === null ? label : (document.getElementById(tab)?.textContent ?? label);
    return [{ id: name.toLowerCase().replace(/\W+/g, '-'), label: name, draw: () => drawPanel(element) }];
  });
  // What draws itself is not offered a second time as the panel that it stands in.
  const drawn = picturesNow();
  return [...drawn, ...panels.filter(({ id }) => !drawn.some((picture) => picture.id === id))];
}

async function drawPanel(element: HTMLElement): Promise<string> {
  const url = await toSvg(element, {
    skipFonts: true,
    width: element.scrollWidth,
    height: element.scrollHeight,
    backgroundColor: getComputedStyle(document.documentElement).getPropertyValue('--raised'),
    style: { overflow: 'visible', height: 'auto' },
  });
  return decodeURIComponent(url.slice(url.indexOf(',') + 1));
}
