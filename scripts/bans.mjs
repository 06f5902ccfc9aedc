// What must not stand in code that decides what happens in a run, with what to use instead.
// One list for two readers: eslint.config.js, which shows it in the editor, and src/tidy, which is a test.

/** The layers that must give the same result in every JavaScript engine, at any hour, in any country. */
export const DETERMINISTIC_LAYERS = ['engine', 'models', 'scenario', 'analysis', 'runs'];

const ARITHMETIC = 'src/engine/random/arithmetic';
const LAST_BITS = 'its last bits differ between JavaScript engines, and then so do runs';
const VIRTUAL_TIME = 'a run knows virtual time only: the time that comes with the input (Micros)';
const TIMERS = 'ask the engine with a timer command (out), it comes back as an input';
const LOCALE = 'it differs between countries and machines';

/**
 * Functions of Math whose result is not fixed by the standard, or not by the seed.
 * @type {Readonly<Record<string, string>>}
 */
export const MATH = {
  log: `${LAST_BITS}: use ln() of ${ARITHMETIC}`,
  log2: `${LAST_BITS}: use ln(x) / LN2 with ln() of ${ARITHMETIC}, or Math.clz32 for whole numbers`,
  log10: `${LAST_BITS}: use ln(x) / LN10 with ln() of ${ARITHMETIC}`,
  log1p: `${LAST_BITS}: use ln(1 + x) of ${ARITHMETIC}`,
  exp: `${LAST_BITS}: use exp() of ${ARITHMETIC}`,
  expm1: `${LAST_BITS}: use exp(x) - 1 of ${ARITHMETIC}`,
  pow: `${LAST_BITS}: multiply (x * x), or use exp(y * ln(x)) of ${ARITHMETIC}`,
  sin: `${LAST_BITS}: use a table of numbers`,
  cos: `${LAST_BITS}: use a table of numbers`,
  tan: `${LAST_BITS}: use a table of numbers`,
  asin: `${LAST_BITS}: use a table of numbers`,
  acos: `${LAST_BITS}: use a table of numbers`,
  atan: `${LAST_BITS}: use a table of numbers`,
  atan2: `${LAST_BITS}: use a table of numbers`,
  sinh: `${LAST_BITS}: write it with exp() of ${ARITHMETIC}`,
  cosh: `${LAST_BITS}: write it with exp() of ${ARITHMETIC}`,
  tanh: `${LAST_BITS}: write it with exp() of ${ARITHMETIC}`,
  cbrt: `${LAST_BITS}: use exp(ln(x) / 3) of ${ARITHMETIC}`,
  hypot: `${LAST_BITS}: use Math.sqrt(x * x + y * y)`,
  random: 'no seed reaches it: draw with unit(keyOf(…)) of src/engine/random/keyed',
};

/** `x ** y` and `x **= y`. */
export const POWER = `${LAST_BITS}, even for whole exponents: multiply (x * x), or use exp(y * ln(x)) of ${ARITHMETIC}`;

/**
 * Names of the surroundings.
 * @type {Readonly<Record<string, string>>}
 */
export const GLOBALS = {
  Date: VIRTUAL_TIME,
  performance: `${VIRTUAL_TIME}; speed is measured by src/cli`,
  setTimeout: TIMERS,
  setInterval: TIMERS,
  Intl: `${LOCALE}: format in src/ui/design/format, or write the digits yourself`,
};

/**
 * Methods, of whatever object.
 * @type {Readonly<Record<string, string>>}
 */
export const METHODS = {
  localeCompare: `${LOCALE}: compare with < and >`,
  toLocaleString: `${LOCALE}: use String(x), and format in src/ui/design/format`,
  toLocaleDateString: `${LOCALE}: format in src/ui/design/format`,
  toLocaleTimeString: `${LOCALE}: format in src/ui/design/format`,
  toLocaleLowerCase: `${LOCALE}: use toLowerCase()`,
  toLocaleUpperCase: `${LOCALE}: use toUpperCase()`,
};

/** `const { log } = Math`, `Math[name]`: a way around the list, even where it is not meant as one. */
export const MATH_UNNAMED = 'name the function (Math.floor), so that one can see which it is';
