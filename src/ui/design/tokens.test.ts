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

/** `color-mix(in oklab, one share, other)`, as the style sheet asks for it. */
function mixed(one: string, share: number, other: string): string {
  const [a, b] = [oklab(linear(one)), oklab(linear(other))];
  const [l, m, s] = [0, 1, 2].map((at) => a[at]! * share + b[at]! * (1 - share)) as unknown as Triple;
  const cone = times(
    [
      [1, 0.3963377774, 0.2158037573],
      [1, -0.1055613458, -0.0638541728],
      [1, -0.0894841775, -1.291485548],
    ],
    [l, m, s],
  ).map((value) => value ** 3) as unknown as Triple;
  const rgb = times(
    [
      [4.0767416621, -3.3077115913, 0.2309699292],
      [-1.2684380046, 2.6097574011, -0.3413193965],
      [-0.0041960863, -0.7034186147, 1.707614701],
    ],
    cone,
  );
  return `#${rgb
    .map((value) => {
      const kept = Math.min(1, Math.max(0, value));
      const encoded = kept <= 0.0031308 ? kept * 12.92 : 1.055 * kept ** (1 / 2.4) - 0.055;
      return Math.round(encoded * 255)
        .toString(16)
        .padStart(2, '0');
    })
    .join('')}`;
}

/** The share of a tint's colour, in the style sheet: "var(--done) 8%", or by a name of the theme. */
function shareOf(tint: string, selector: string): number {
  const [, share] = new RegExp(`--${tint}-tint: color-mix\\(in oklab, var\\(--${tint}\\) ([^,]+),`).exec(css)!;
  const block = css.slice(css.indexOf(`${selector} {`));
  const percent = share!.startsWith('var') ? /--tint: ([\d.]+)%/.exec(block)![1]! : share!;
  return Number.parseFloat(percent) / 100;
}

const HUES = Object.keys(light).filter((name) => name.startsWith('hue-'));
const VERDICTS = ['duplicated', 'lost', 'done', 'dead', 'accent'];

describe.each(THEMES)('the %s palette', (name, tokens) => {
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
  test('a verdict can be read on its own tint, and all words on that of what is selected', () => {
    const selector = name === 'dark' ? ":root[data-theme='dark']" : ':root';
    const tint = (of: string): string => mixed(tokens[of]!, shareOf(of, selector), tokens['stage']!);
    for (const verdict of ['duplicated', 'done', 'accent'])
      expect(contrast(tokens[verdict]!, tint(verdict)), verdict).toBeGreaterThanOrEqual(verdict === 'accent' ? 3 : 4.5);
    for (const ink of ['ink', 'ink-2']) expect(contrast(tokens[ink]!, tint('accent')), ink).toBeGreaterThanOrEqual(4.5);
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
    expect(
      nearestPair(
        GROUPS.map((group) => tokens[group]!),
        sight,
      ),
    ).toBeGreaterThanOrEqual(12);
  });
});

test('the mixture is that of browsers: half of black and white in OKLab is a dark grey', () => {
  expect(mixed('#ffffff', 0.5, '#000000')).toBe('#636363');
});

test('a projector swallows less: its lines and small words are darker than those of the light theme, its strokes broader', () => {
  const [, projector] = THEMES[2]!;
  for (const name of ['hair', 'line', 'ink-2', 'ink-3'])
    expect(contrast(projector[name]!, projector['stage']!), name).toBeGreaterThan(
      contrast(light[name]!, light['stage']!),
    );
  expect(css).toMatch(/data-theme='projector'\] \{[^}]*--stroke-more: 1px/);
});
