import { maskWords } from '../address/prefix.js';
import type { HashSet } from './ip-set.js';

/** The bits of addresses that count in a set, as words. */
export function addressMask({
  family,
  netmask,
  bitmask,
}: Pick<HashSet, 'family' | 'netmask' | 'bitmask'>): readonly number[] {
  return bitmask?.words ?? maskWords(family, netmask);
}
