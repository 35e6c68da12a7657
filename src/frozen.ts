/**
 * A value that can't be changed any more, nor can the arrays and plain objects in it: the value itself. What is frozen is taken to be frozen in all
 * its parts, so that only new parts cost something. Collections of Immutable are left alone, as are instances of classes.
 */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) frozen(value[at]);
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return value;
    for (const name in value) frozen(value[name]);
  }
  return Object.freeze(value);
}
