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
  /** Puts a row into view, if it is not. */
  readonly reveal: (row: number) => void;
}

/** Rows drawn above and below what can be seen. */
const SPARE = 12;

/** Draws only the rows of a long list that can be seen. All rows are of one height. */
export function useWindow(rows: number, rowHeight: number): Windowed {
  const ref = useRef<HTMLDivElement | null>(null);
  const [window, setWindow] = useState<Window>({ from: 0, to: 60 });
  const look = useCallback(
    (element: HTMLDivElement) => {
      const from = Math.max(0, Math.floor(element.scrollTop / rowHeight) - SPARE);
      const to = Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + SPARE;
      setWindow((before) => (before.from === from && before.to === to ? before : { from, to }));
    },
    [rowHeight],
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
      if (top < element.scrollTop) element.scrollTop = top - rowHeight;
      else if (top + rowHeight > element.scrollTop + element.clientHeight)
        element.scrollTop = top + 2 * rowHeight - element.clientHeight;
    },
    [rowHeight],
  );
  return { ref, onScroll, window: { from: Math.min(window.from, rows), to: Math.min(window.to, rows) }, reveal };
}
