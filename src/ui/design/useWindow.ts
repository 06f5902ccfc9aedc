import { useCallback, useLayoutEffect, useRef, useState, type RefObject, type UIEvent } from 'react';

interface Window {
  readonly from: number;
  readonly to: number;
}

interface Windowed {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onScroll: (event: UIEvent<HTMLDivElement>) => void;
  /** The rows to draw. */
  readonly window: Window;
  /** Pixels that the whole list takes. */
  readonly height: number;
  /** Where a row stands in it, in pixels; right for the rows of the window. */
  readonly topOf: (row: number) => number;
  /** Puts a row into view, if it is not. */
  readonly reveal: (row: number) => void;
}

/** Rows drawn above and below what can be seen. */
const SPARE = 12;

/**
 * Browsers draw nothing beyond some 17 to 33 million pixels: a longer list is pressed into so many, and
 * scrolls faster than it looks.
 */
const HEIGHT_MAX = 8_000_000;

/** Draws only the rows of a long list that can be seen, however many there are. All rows are of one height. */
export function useWindow(rows: number, rowHeight: number): Windowed {
  const ref = useRef<HTMLDivElement | null>(null);
  const whole = rows * rowHeight;
  const height = Math.min(whole, HEIGHT_MAX);
  /** Pixels of the list as it is in one that is scrolled. */
  const stretch = height === 0 ? 1 : whole / height;
  const [window, setWindow] = useState({ from: 0, to: 60, shift: 0 });
  const look = useCallback(
    (element: HTMLDivElement) => {
      const top = element.scrollTop * stretch;
      const from = Math.max(0, Math.floor(top / rowHeight) - SPARE);
      const to = Math.ceil((top + element.clientHeight) / rowHeight) + SPARE;
      const shift = element.scrollTop - top;
      setWindow((before) =>
        before.from === from && before.to === to && before.shift === shift ? before : { from, to, shift },
      );
    },
    [rowHeight, stretch],
  );
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    look(element);
    const observer = new ResizeObserver(() => look(element));
    observer.observe(element);
    return () => observer.disconnect();
  }, [look, rows]);
  const onScroll = useCallback((event: UIEvent<HTMLDivElement>) => look(event.currentTarget), [look]);
  const reveal = useCallback(
    (row: number) => {
      const element = ref.current;
      if (element === null) return;
      const top = row * rowHeight;
      const seen = element.scrollTop * stretch;
      if (top < seen) element.scrollTop = (top - rowHeight) / stretch;
      else if (top + rowHeight > seen + element.clientHeight)
        element.scrollTop = (top + 2 * rowHeight - element.clientHeight) / stretch;
    },
    [rowHeight, stretch],
  );
  const { shift } = window;
  const topOf = useCallback((row: number) => row * rowHeight + shift, [rowHeight, shift]);
  return {
    ref,
    onScroll,
    window: { from: Math.min(window.from, rows), to: Math.min(window.to, rows) },
    height,
    topOf,
    reveal,
  };
}
