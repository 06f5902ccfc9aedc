/**
 * Logarithm and exponential from + − × ÷ alone. The platform's own differ in their last bits between
 * JavaScript engines, which would give one seed two runs; IEEE 754 fixes these four and the square root.
 */

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** 1/15 down to 1/1, for the Taylor series of e^r. */
const RECIPROCALS: readonly number[] = Array.from({ length: 15 }, (_, index) => 1 / (15 - index));

/** 2^0 to 2^25. */
const POWERS = Float64Array.from({ length: 26 }, (_, index) => 1 << index);
/** 2^26 / √2. */
const PER_SQRT2 = 47453132.81212577;

const bits = new DataView(new ArrayBuffer(8));

/** 2 to an integer power between -1022 and 1023, exactly. */
function powerOfTwo(exponent: number): number {
  bits.setUint32(0, (exponent + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/**
 * The natural logarithm, within 1 unit in the last place. `ln(0)` is -Infinity, of a negative number NaN.
 * Method: x = 2^k (1 + f) with 1 + f in [√½, √2); with s = f / (2 + f), ln(1 + f) = 2 artanh(s), whose
 * series is replaced by the polynomial of degree 14 that fdlibm gives for it (e_log.c), error below 2^-58.
 */
export function ln(x: number): number {
  if (x > 3e-8 && x < 1.414) {
    // Nearly all draws. The leading bit of x / √2 tells k without a detour by memory, and without a branch by chance.
    const exponent = 6 - Math.clz32(x * PER_SQRT2);
    return lnOf(x * POWERS[-exponent]!, exponent);
  }
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  let scaled = x;
  let exponent = -1023;
  if (x < 2.2250738585072014e-308) {
    scaled = x * 18014398509481984;
    exponent = -1077;
  }
  bits.setFloat64(0, scaled);
  const high = bits.getUint32(0);
  exponent += high >>> 20;
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  const mantissa = bits.getFloat64(0);
  return mantissa > 1.4142135623730951 ? lnOf(mantissa * 0.5, exponent + 1) : lnOf(mantissa, exponent);
}

/** ln(mantissa × 2^exponent), for a mantissa in [√½, √2). */
function lnOf(mantissa: number, exponent: number): number {
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332));
  const odd =
    z * (0.666666666666673513 + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + even + odd) + exponent * LN2_LOW) - f);
}

/** -ln of 512/1024 up to 1024/1024, by which `exponentialOf` interpolates. */
const MINUS_LN = Float64Array.from({ length: 1025 }, (_, index) => -ln((1024 + index) / 2048));
const LN2 = LN2_HIGH + LN2_LOW;

/**
 * The standard exponential variate (mean 1) of a 32-bit hash: -ln of the number in (0, 1) that it stands for, within
 * 2e-7, so that a duration of a second is right to a microsecond. A table of 1025 logarithms with straight lines
 * between them: nearly all draws of a run are these, and `ln` would be a tenth of its time.
 */
export function exponentialOf(hash: number): number {
  const zeros = Math.clz32(hash);
  const mantissa = hash << zeros;
  const index = (mantissa >>> 21) & 1023;
  const low = MINUS_LN[index]!;
  return zeros * LN2 + low + (MINUS_LN[index + 1]! - low) * (((mantissa & 0x1fffff) + 0.5) / 2_097_152);
}

/**
 * e to the power of x, within 2 units in the last place; 0 below -745, Infinity above 709.78.
 * Method: x = k ln 2 + r with |r| ≤ ½ ln 2, Taylor series for r, then exact scaling.
 */
export function exp(x: number): number {
  if (x !== x) return NaN;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const k = Math.floor(x / (LN2_HIGH + LN2_LOW) + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let n = 0; n < RECIPROCALS.length; n += 1) sum = 1 + r * sum * RECIPROCALS[n]!;
  if (k > 1023) return sum * 2 * powerOfTwo(k - 1);
  if (k < -1021) return sum * powerOfTwo(k + 54) * powerOfTwo(-54);
  return sum * powerOfTwo(k);
}

/**
 * The quantile of the standard normal distribution: the z below which a share `p` in (0, 1) lies.
 * Acklam's rational approximation, relative error under 1.2e-9: far below what a microsecond shows.
 */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p < 0.02425) return tail(Math.sqrt(-2 * ln(p)));
  if (p > 0.97575) return -tail(Math.sqrt(-2 * ln(1 - p)));
  const q = p - 0.5;
  const r = q * q;
  const top =
    ((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r + 1.38357751867269e2) * r -
      3.066479806614716e1) *
      r +
    2.506628277459239;
  const bottom =
    ((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r + 6.680131188771972e1) * r -
      1.328068155288572e1) *
      r +
    1;
  return (q * top) / bottom;
}

function tail(q: number): number {
  const top =
    ((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q - 2.549732539343734) * q +
      4.374664141464968) *
      q +
    2.938163982698783;
  const bottom =
    (((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1;
  return top / bottom;
}
