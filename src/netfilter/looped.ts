import { ALWAYS, equals, type Predicate } from '../predicate/predicate.js';
import type { MatchScope } from './extension/extension.js';

/** The index of lo. Source: `LOOPBACK_IFINDEX`. */
export const LO = 1;

/** Holds for packets that come back from their own host: by lo, or as what their sender gets of a group. Source: `rpfilter_is_loopback`, `nft_fib_is_loopback`. */
export function isLooped({ looped }: Pick<MatchScope, 'looped'>): Predicate {
  return looped ? ALWAYS : equals('indev', LO);
}
