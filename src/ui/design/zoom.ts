/**
 * On a very large screen all is drawn larger (`--zoom` in tokens.css). The window and its pointers keep to the
 * screen's pixels, elements and their sizes to the page's: here one is turned into the other.
 */

/** Screen pixels to one of the page's. */
export const pageZoom = (): number =>
  Number(getComputedStyle(document.documentElement).getPropertyValue('--zoom')) || 1;

/** Where the pointer is within an element, in the page's pixels. */
export function pointIn(
  element: Element,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): { readonly x: number; readonly y: number } {
  const { left, top } = element.getBoundingClientRect();
  const zoom = pageZoom();
  return { x: (clientX - left) / zoom, y: (clientY - top) / zoom };
}

/** Canvas pixels to one of the page's: as many as the screen has, two to one at most. */
export const pixelRatio = (): number => Math.min(PIXEL_RATIO_MAX, (window.devicePixelRatio || 1) * pageZoom());
const PIXEL_RATIO_MAX = 2;
