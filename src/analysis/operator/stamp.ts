import type { Micros } from '../../engine/units';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** A run begins at midnight of the first day of this year, so that the time of day is the time of the run. */
const YEAR = 2026;

/** A moment of the run as a log writes it; `pattern`: see ConsoleLog.stamp. */
export function stampOf(at: Micros, pattern: string): string {
  const micros = Math.floor(at);
  const seconds = Math.floor(micros / 1_000_000);
  let day = Math.floor(seconds / 86_400);
  let month = 0;
  while (month < 11 && day >= DAYS[month]!) {
    day -= DAYS[month]!;
    month += 1;
  }
  const parts: Readonly<Record<string, string>> = {
    YYYY: String(YEAR),
    Mon: MONTHS[month]!,
    MM: two(month + 1),
    DD: two(day + 1),
    hh: two(Math.floor(seconds / 3600) % 24),
    mm: two(Math.floor(seconds / 60) % 60),
    ss: two(seconds % 60),
    mmm: String(Math.floor(micros / 1000) % 1000).padStart(3, '0'),
    uuuuuu: String(micros % 1_000_000).padStart(6, '0'),
  };
  return pattern.replace(/YYYY|Mon|mmm|uuuuuu|MM|DD|hh|mm|ss/g, (part) => parts[part]!);
}

const two = (value: number): string => String(value).padStart(2, '0');
