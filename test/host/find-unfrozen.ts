import { isCollection, isMap, isRecord } from 'immutable';

/**
 * Where a value can be changed: the paths to all objects and arrays in it that aren't frozen, and to the sets and maps of the language, which can't be.
 * Collections of Immutable can't be changed: what they hold is looked at. Typed arrays are columns, which their owner writes to.
 *
 * @param seen - what was looked at before, and isn't any more
 */
export function findUnfrozen(value: unknown, seen = new WeakSet<object>()): readonly string[] {
  const found: string[] = [];
  const waiting: { readonly part: unknown; readonly path: string }[] = [{ part: value, path: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { part, path } = next;
    if (typeof part !== 'object' || part === null || seen.has(part)) continue;
    if (ArrayBuffer.isView(part) || part instanceof ArrayBuffer) continue;
    seen.add(part);
    if (!isImmutable(part) && isChangeable(part)) found.push(path);
    for (const [name, inner] of partsOf(part)) waiting.push({ part: inner, path: path + name });
  }
  return found;
}

function isImmutable(value: object): boolean {
  return isCollection(value) || isRecord(value);
}

function isChangeable(value: object): boolean {
  return value instanceof Set || value instanceof Map || !Object.isFrozen(value);
}

function partsOf(value: object): readonly (readonly [name: string, part: unknown])[] {
  if (isRecord(value)) return [...value.toSeq()].map(([name, part]) => [`.${String(name)}`, part]);
  if (isMap(value))
    return [...value].flatMap(([key, part]) => [
      ['.key', key],
      ['.value', part],
    ]);
  if (isCollection(value)) return [...value].map((part) => ['.item', part]);
  if (value instanceof Set || value instanceof Map) return [];
  return Reflect.ownKeys(value).map((name) => [`.${String(name)}`, Reflect.get(value, name)]);
}
