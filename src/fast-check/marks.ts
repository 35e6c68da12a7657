import * as fc from 'fast-check';
import type { MaskedValue } from '../rpdb/rule.js';
import { printed } from './printed.js';

/** Masks as people divide the mark among programs, and others. */
const masks = fc.oneof(
  fc.constantFrom(0xffffffff, 0xff, 0xf, 0x1, 0xff00, 0xff0000, 0x80000000),
  fc.nat({ max: 0xffffffff }),
);

/**
 * Marks with masks: the whole mark, one byte or bit of it, or any bits. A value has no bits outside of its mask.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { marks } from 'nexthop/fast-check';
 * fc.check(fc.property(marks(), ({ value, mask }) => (value & ~mask) === 0)).failed; // false
 * ```
 */
export function marks(): fc.Arbitrary<MaskedValue> {
  const bits = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 0xffffffff }));
  return fc.tuple(masks, bits).map(([mask, low]) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    const value = ((low << shift) & mask) >>> 0;
    return printed({ value, mask }, () => printMark({ value, mask }));
  });
}

/** A mark as `ip` and `iptables` take it. */
export function printMark({ value, mask }: MaskedValue): string {
  return `0x${value.toString(16)}/0x${mask.toString(16)}`;
}
