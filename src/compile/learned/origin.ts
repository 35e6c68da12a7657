/**
 * What a register holds, in terms of the packet as it came: `(field & keep) ^ value`, then `by` added, held within 0 and `max`. `from` is the
 * field's register; with nothing kept it says nothing.
 *
 * A change of `by` is stated of a whole field only: `keep` is -1 then, and `value` 0.
 */
export interface Origin {
  readonly from: number;
  readonly keep: number;
  readonly value: number;
  readonly by: number;
  readonly max: number;
}

/** A register whose content can't be stated so is undefined. */
export type MaybeOrigin = Origin | undefined;

/** A number that is known. */
export function constantOrigin(value: number): Origin {
  return { from: 0, keep: 0, value, by: 0, max: -1 };
}

/** A field as it came. */
export function fieldOrigin(from: number): Origin {
  return { from, keep: -1, value: 0, by: 0, max: -1 };
}

/** Reports whether it is one number for all packets. */
export function isConstant(origin: MaybeOrigin): boolean {
  return origin?.keep === 0 && origin.by === 0;
}

/** Reports whether it is a field as it came. */
export function isField(origin: MaybeOrigin, from: number): boolean {
  return origin?.from === from && origin.keep === -1 && origin.value === 0 && origin.by === 0;
}

/** `(register & keep) ^ value`. */
export function changeBits(origin: MaybeOrigin, keep: number, value: number): MaybeOrigin {
  if (keep === 0) return constantOrigin(value);
  if (origin === undefined) return undefined;
  if (origin.by !== 0) return keep === -1 && value === 0 ? origin : undefined;
  return { ...origin, keep: origin.keep & keep, value: (origin.value & keep) ^ value };
}

/** The bits of two registers put together; of each only bits that the other leaves 0. */
export function joinBits(a: MaybeOrigin, b: MaybeOrigin): MaybeOrigin {
  if (a === undefined || b === undefined) return undefined;
  if (isConstant(a)) return changeBits(b, -1, a.value);
  if (isConstant(b)) return changeBits(a, -1, b.value);
  const apart = a.from === b.from && a.by === 0 && b.by === 0 && (a.keep & b.keep) === 0;
  return apart ? { ...a, keep: a.keep | b.keep, value: a.value ^ b.value } : undefined;
}

/** The register and `by`, held within 0 and `max`. */
export function addTo(origin: MaybeOrigin, by: number, max: number): MaybeOrigin {
  if (origin === undefined || by === 0) return origin;
  const whole = origin.keep === -1 && origin.value === 0;
  // Held twice is held once as long as both go the same way.
  const sameWay = origin.by === 0 || (origin.by < 0 === by < 0 && origin.max === max);
  return whole && sameWay ? { ...origin, by: origin.by + by, max } : undefined;
}
