import * as fc from 'fast-check';
import { printPrefix } from '../address/address-text.js';
import { addressFromWords } from '../address/address.js';
import { addressBits, type Family } from '../address/family.js';
import { makePrefix, type Prefix } from '../address/prefix.js';
import { assertNever } from '../assert-never.js';
import { addresses } from './addresses.js';
import { printed } from './printed.js';

/** The lengths that people use. */
const USUAL: Readonly<Record<Family, readonly number[]>> = {
  4: [0, 8, 16, 24, 32],
  6: [0, 32, 48, 64, 128],
};

/** What a prefix is to one that was drawn before it. */
type Kinship = 'parent' | 'child' | 'neighbour';

const KINSHIPS: readonly Kinship[] = ['parent', 'child', 'neighbour'];

/**
 * Prefixes of a family: most of them with the lengths that people use, 0, 8, 16, 24 and 32 or 0, 32, 48, 64 and 128.
 *
 * Two of them seldom overlap, unless they are drawn `near` others: then most are parents, children or neighbours of those, or the same.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { makePrefix } from 'nexthop';
 * import { prefixes } from 'nexthop/fast-check';
 * const property = fc.property(prefixes(4), ({ address, length }) => {
 *   const [word] = makePrefix(address, length).address.words;
 *   return word === address.words[0];
 * });
 * fc.check(property).failed; // false: a prefix has no bits after its length
 * ```
 */
export function prefixes(family: Family, near: readonly Prefix[] = []): fc.Arbitrary<Prefix> {
  const length = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...USUAL[family]) },
    { weight: 1, arbitrary: fc.nat({ max: addressBits(family) }) },
  );
  const fresh = fc
    .tuple(addresses(family), length)
    .map(([address, bits]) => makePrefix(address, bits));
  const kin = near.filter(({ address }) => address.family === family);
  if (kin.length === 0) return fresh.map(printedPrefix);
  const related = fc
    .tuple(
      fc.constantFrom(...kin),
      fc.constantFrom(...KINSHIPS),
      fc.constantFrom(0, 1, 2, 8),
      fc.nat({ max: 0xff }),
    )
    .map(([of, kinship, bits, value]) => relative(of, kinship, bits, value));
  return fc
    .oneof({ weight: 1, arbitrary: fresh }, { weight: 2, arbitrary: related })
    .map(printedPrefix);
}

/**
 * Lists of prefixes, each drawn near those before it: they overlap, nest and lie side by side. They shrink to fewer.
 *
 * @param maxLength - the most there are; 10 by default
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { prefixContains } from 'nexthop';
 * import { prefixLists } from 'nexthop/fast-check';
 * const disjoint = fc.property(prefixLists(4), ([first, second]) =>
 *   first === undefined || second === undefined || !prefixContains(first, second.address),
 * );
 * fc.check(disjoint, { numRuns: 1000 }).failed; // true
 * ```
 */
export function prefixLists(family: Family, maxLength = 10): fc.Arbitrary<readonly Prefix[]> {
  const step = fc.record({
    fresh: prefixes(family),
    of: fc.option(fc.nat({ max: maxLength }), { nil: undefined, freq: 3 }),
    kinship: fc.constantFrom(...KINSHIPS),
    bits: fc.constantFrom(0, 1, 2, 8),
    value: fc.nat({ max: 0xff }),
  });
  return fc.array(step, { maxLength }).map((steps) => {
    const drawn: Prefix[] = [];
    for (const { fresh, of, kinship, bits, value } of steps) {
      const kin = of === undefined ? undefined : drawn[of % Math.max(1, drawn.length)];
      drawn.push(printedPrefix(kin === undefined ? fresh : relative(kin, kinship, bits, value)));
    }
    return drawn;
  });
}

function printedPrefix(prefix: Prefix): Prefix {
  return printed(prefix, () => printPrefix(prefix));
}

/** A prefix that is so many bits away from another: above it, below it, or beside it; itself when there is no such. */
function relative(
  { address, length }: Prefix,
  kinship: Kinship,
  bits: number,
  value: number,
): Prefix {
  const most = addressBits(address.family);
  switch (kinship) {
    case 'parent':
      return makePrefix(address, Math.max(0, length - bits));
    case 'child': {
      const longer = Math.min(most, length + bits);
      return makePrefix(flip(address, length, longer - length, value), longer);
    }
    case 'neighbour':
      return makePrefix(
        flip(address, Math.max(0, length - bits), Math.min(bits, length), value | 1),
        length,
      );
    default:
      return assertNever(kinship);
  }
}

/** The address with some of its bits changed: `count` of them from place `from`, where `value` has ones. */
function flip(
  { family, words }: Prefix['address'],
  from: number,
  count: number,
  value: number,
): Prefix['address'] {
  const flipped = [...words];
  for (let bit = 0; bit < count; bit++) {
    if (((value >>> (count - 1 - bit)) & 1) === 0) continue;
    const place = from + bit;
    const word = place >>> 5;
    flipped[word] = ((flipped[word] ?? 0) ^ (0x80000000 >>> (place & 31))) >>> 0;
  }
  return addressFromWords(family, flipped);
}
