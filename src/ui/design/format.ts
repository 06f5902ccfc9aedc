import type { Micros } from '../../engine/units';

/** Numbers as the page writes them. Times keep three digits after the point, so that they do not dance. */

/** "2.418 s": the clock and the log. */
export function formatTime(time: Micros): string {
  return `${(time / 1_000_000).toFixed(3)} s`;
}

/** "29.4 s", "250 ms", "2 min 5 s": a length of time in words that stand in a sentence. */
export function formatLength(length: Micros): string {
  if (length >= 120_000_000) {
    const seconds = Math.round(length / 1_000_000);
    return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  if (length >= 1_000_000) return `${trim(length / 1_000_000, 1)} s`;
  if (length >= 1_000) return `${trim(length / 1_000, length >= 10_000 ? 0 : 1)} ms`;
  return `${Math.round(length)} µs`;
}

const trim = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

/** "×2", "×1/7": how fast time passes on screen. */
export function formatSpeed(speed: number): string {
  if (speed >= 1) return `×${trim(speed, speed < 10 ? 1 : 0)}`;
  const part = 1 / speed;
  return `×1/${trim(part, part < 2 ? 2 : part < 10 ? 1 : 0)}`;
}

/** The exact duration, as files and links write it: 1500000 → "1.5s". */
export function durationText(time: Micros): string {
  const whole = Math.round(time);
  if (whole >= 1_000_000) return `${whole / 1_000_000}s`;
  if (whole >= 1_000) return `${whole / 1_000}ms`;
  return `${whole}us`;
}

/** "1 fault", "2 faults". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
