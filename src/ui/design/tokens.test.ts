import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

// Goal: the palette stays legible, also for those who see fewer colours. Method: contrast (WCAG 2) and the
// distance between colours (OKLab × 100, under the three dichromacies of Machado 2009) from the file itself.

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]),
  );
}

const light = tokensOf(':root');
const dark = { ...light, ...tokensOf(":root[data-theme='dark']") };
const THEMES: readonly (readonly [string, Record<string, string>])[] = [
  ['light', light],
  ['dark', dark],
  ['projector', { ...light, ...tokensOf(":root[data-theme='projector']") }],
];
const GROUPS = Object.keys(light).filter((name) => name.startsWith('group-'));

type Triple = readonly [number, number, number];

const linear = (hex: string): Triple =>
  [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const times = (matrix: readonly [Triple, Triple, Triple], v: Triple): Triple => [
  dot(matrix[0], v),
  dot(matrix[1], v),
  dot(matrix[2], v),
];

function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => dot([0.2126, 0.7152, 0.0722], linear(hex));
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function oklab(rgb: Triple): Triple {
  const cone = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple,
  ).map(Math.cbrt) as unknown as Triple;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cone,
  );
}

const SIGHT: Readonly<Record<string, readonly [Triple, Triple, Triple]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function nearestPair(colours: readonly string[], sight: readonly [Triple, Triple, Triple]): number {
  const labs = colours.map((hex) => oklab(times(sight, linear(hex))));
  let least = Infinity;
  labs.forEach((a, i) =>
    labs.slice(i + 1).forEach((b) => {
      least = Math.min(least, 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
    }),
  );
  return least;
}

const HUES = Object.keys(light).filter((name) => name.startsWith('hue-'));
const VERDICTS = ['duplicated', 'lost', 'done', 'dead', 'accent'];

describe.each(THEMES)('the %s palette', (_, tokens) => {
  const surfaces = ['stage', 'page', 'sunken', 'raised'];
  test.each(['ink', 'ink-2', 'ink-3', ...VERDICTS])('%s can be read on every surface', (ink) => {
    for (const surface of surfaces) {
      expect(contrast(tokens[ink]!, tokens[surface]!), `${ink} on ${surface}`).toBeGreaterThanOrEqual(4.5);
    }
  });
  test.each(VERDICTS)('what is written on %s can be read', (plate) => {
    expect(contrast(tokens[`on-${plate}`]!, tokens[plate]!)).toBeGreaterThanOrEqual(4.5);
  });
  test('a token’s number can be read on its hue, and its rim is seen on the stage', () => {
    for (const hue of HUES) {
      expect(contrast(tokens['token-ink']!, tokens[hue]!), hue).toBeGreaterThanOrEqual(4.5);
      expect(contrast(tokens[hue.replace('hue', 'rim')]!, tokens['stage']!), hue).toBeGreaterThanOrEqual(3);
    }
  });
  test('a group’s letter can be read on its colour, and its marks are seen on the stage', () => {
    expect(GROUPS).toHaveLength(4);
    for (const group of GROUPS) {
      expect(contrast(tokens['on-group']!, tokens[group]!), group).toBeGreaterThanOrEqual(4.5);
      expect(contrast(tokens[group]!, tokens['stage']!), group).toBeGreaterThanOrEqual(3);
    }
  });
  test('lines are seen', () => {
    for (const surface of surfaces) expect(contrast(tokens['line']!, tokens[surface]!)).toBeGreaterThanOrEqual(3);
  });
  test.each(Object.entries(SIGHT))('hues and verdicts stay apart for %s sight', (_name, sight) => {
    expect(HUES).toHaveLength(8);
    expect(
      nearestPair(
        HUES.map((hue) => tokens[hue]!),
        sight,
      ),
    ).toBeGreaterThanOrEqual(12);
    expect(
      nearestPair(
        VERDICTS.map((verdict) => tokens[verdict]!),
        sight,
      ),
    ).toBeGreaterThanOrEqual(13);
  });
});
