import { ADDRESS_FIELDS } from '../../packet/field.js';
import {
  all,
  any,
  equals,
  masked,
  NEVER,
  same,
  type Predicate,
} from '../../predicate/predicate.js';
import type { Lowering } from '../lowering.js';

/** The longest prefix whose first address is nobody's own. Source: `ipv6_anycast_destination`. */
const LONGEST = 126;

/** Holds when a lookup of an IPv6 address has found a prefix that it is the first address of, without a gateway: any router there may have it. Source: `ipv6_anycast_destination`. */
export function isPrefixStart(
  { family, state }: Pick<Lowering, 'family' | 'state'>,
  address: 'src' | 'dst',
): Predicate {
  if (family === 4) return NEVER;
  const lengths = new Set<number>();
  for (const table of state.tables.values()) {
    for (const length of table.lengths.keys()) lengths.add(length);
  }
  const words = ADDRESS_FIELDS[address];
  const starts = [...lengths]
    .filter((length) => length <= LONGEST)
    .map((length) =>
      all([
        equals('routePrefixLength', length),
        ...words.map((word, index) => masked(word, hostBits(length - 32 * index), 0)),
      ]),
    );
  const direct = words.map((word, index) => same(ADDRESS_FIELDS.nexthop[index] ?? 'nexthop', word));
  return all([...direct, any(starts)]);
}

/** The bits of a word behind the first of them. */
function hostBits(first: number): number {
  return first <= 0 ? 0xffffffff : first >= 32 ? 0 : 0xffffffff >>> first;
}
