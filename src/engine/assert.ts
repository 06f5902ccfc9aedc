/** What only a bug of ours can cause. What a user can cause is a sentence, never this. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** Throws ModelError unless `condition` holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ModelError(message);
}

/** Throws ModelError. For where an `assert` would write its message on every event: `if (…) broken(…)` writes it once. */
export function broken(message: string): never {
  throw new ModelError(message);
}

/** Ends a switch over a closed union: does not compile while a kind is left out. */
export function assertNever(value: never): never {
  throw new ModelError(`unexpected ${JSON.stringify(value)}`);
}
