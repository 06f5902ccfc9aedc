/**
 * Work on a whole trace that gives way: each `next` does a millisecond or two of it. Who drives it decides how much
 * goes between two frames.
 */
export type Work<T> = Generator<undefined, T>;

/** Records read between two looks at the clock. */
export const SLICE = 20_000;

/** Runs up to this length are read at once: it takes a few frames at most, and the first picture comes sooner. */
export const SHORT = 60_000;

/** Does it all in one go. */
export function atOnce<T>(work: Work<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
