import type { RuleSpecification } from '../rule.js';

/** Reports whether two rules specify the same, whatever command made them. */
export function sameSpecification(a: RuleSpecification, b: RuleSpecification): boolean {
  return (
    sameData(a.src, b.src) &&
    sameData(a.dst, b.dst) &&
    sameData(a.indev, b.indev) &&
    sameData(a.outdev, b.outdev) &&
    sameData(a.protocol, b.protocol) &&
    sameData(a.fragment, b.fragment) &&
    sameData(a.target, b.target) &&
    sameData(a.matches, b.matches)
  );
}

/** Reports whether two values of plain data are equal all the way down. */
function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && sameData(value, right.get(key)))
  );
}
