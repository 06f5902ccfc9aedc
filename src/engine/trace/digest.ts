const TWO_32 = 4_294_967_296;

/**
 * The digest of a trace: two 32-bit lanes over every field of every record in order. It is what
 * determinism is tested by, so it is alike whether the trace is kept or not, and on every platform.
 */
export class Digest {
  private x = 0x9e3779b9 | 0;
  private y = 0x85ebca6b | 0;

  /** Mixes in a record of a kind that has at most three fields. `at` may exceed 32 bits; all else are int32. */
  three(kind: number, at: number, cause: number, a: number, b: number, c: number): void {
    let { x, y } = this;
    x = Math.imul(x ^ (at | 0), 0x2c1b3c6d) ^ kind;
    y = Math.imul(y ^ cause, 0x297a2d39);
    if (at >= TWO_32) y = (y + Math.floor(at / TWO_32)) | 0;
    x = Math.imul(x ^ (x >>> 15) ^ a, 0x85ebca6b);
    y = Math.imul(y ^ (y >>> 13) ^ b, 0xc2b2ae35);
    x = Math.imul(x ^ (x >>> 16) ^ c, 0x27d4eb2f);
    this.x = x ^ (y >>> 11);
    this.y = y ^ (x >>> 7);
  }

  /** …of a kind that has more: three further fields, NONE where it has fewer. */
  six(kind: number, at: number, cause: number, a: number, b: number, c: number, d: number, e: number, f: number): void {
    let { x, y } = this;
    x = Math.imul(x ^ (at | 0), 0x2c1b3c6d) ^ kind;
    y = Math.imul(y ^ cause, 0x297a2d39);
    if (at >= TWO_32) y = (y + Math.floor(at / TWO_32)) | 0;
    x = Math.imul(x ^ (x >>> 15) ^ a, 0x85ebca6b);
    y = Math.imul(y ^ (y >>> 13) ^ b, 0xc2b2ae35);
    x = Math.imul(x ^ (x >>> 16) ^ c, 0x27d4eb2f);
    y = Math.imul(y ^ (y >>> 14) ^ d, 0x165667b1);
    x = Math.imul(x ^ (x >>> 15) ^ e, 0x9e3779b1);
    y = Math.imul(y ^ (y >>> 16) ^ f, 0x7feb352d);
    this.x = x ^ (y >>> 11);
    this.y = y ^ (x >>> 7);
  }

  /** Sixteen hexadecimal digits. */
  toString(): string {
    const hex = (lane: number) => (lane >>> 0).toString(16).padStart(8, '0');
    return hex(this.x) + hex(this.y);
  }

  copy(): Digest {
    const other = new Digest();
    other.x = this.x;
    other.y = this.y;
    return other;
  }
}
