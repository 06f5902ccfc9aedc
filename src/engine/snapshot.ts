/** What is never changed after it is made, and so is shared between a world and its copies. */
const SHARED: ReadonlySet<string> = new Set(['body', 'packet', 'timer', 'config', 'latency', 'key']);

/**
 * A deep copy of plain data: objects, arrays, maps, sets, typed arrays and the engine's own classes of
 * such. An object met twice is copied once, so that a packet in the agenda and on its link stays one.
 */
export function copyPlain<T>(value: T): T {
  return copy(value, new Map()) as T;
}

function copy(value: unknown, seen: Map<object, object>): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (ArrayBuffer.isView(value)) return remember(seen, value, (value as Uint8Array).slice());
  if (Array.isArray(value)) {
    const array = remember(seen, value, new Array<unknown>(value.length));
    for (let i = 0; i < value.length; i += 1) array[i] = copy(value[i], seen);
    return array;
  }
  if (value instanceof Map) {
    const map = remember(seen, value, new Map<unknown, unknown>());
    for (const [key, item] of value) map.set(copy(key, seen), copy(item, seen));
    return map;
  }
  if (value instanceof Set) {
    const set = remember(seen, value, new Set<unknown>());
    for (const item of value) set.add(copy(item, seen));
    return set;
  }
  const object = remember(
    seen,
    value,
    Object.create(Object.getPrototypeOf(value) as object | null) as Record<string, unknown>,
  );
  for (const key of Object.keys(value)) {
    const item = (value as Record<string, unknown>)[key];
    object[key] = SHARED.has(key) && typeof item !== 'function' ? item : copy(item, seen);
  }
  return object;
}

function remember<T extends object>(seen: Map<object, object>, from: object, to: T): T {
  seen.set(from, to);
  return to;
}
