import type { MatchData, MatchExtension } from '../../extension.js';
import {
  hopLimitPredicate,
  hopLimitTestOptions,
  listHopLimitTest,
  printHopLimitTest,
  type HopLimitTest,
} from '../../option/hop-limit.js';

/** `-m ttl --ttl-eq NUMBER`. */
export interface TtlMatch extends MatchData, HopLimitTest {
  readonly name: 'ttl';
}

const NFT_SIGNS = { eq: '', ne: '!= ', lt: 'lt ', gt: 'gt ' } as const;

/** The `ttl` match: on the TTL. Source: `xt_hl.c`, iptables-extensions(8). */
export const ttlMatch: MatchExtension<TtlMatch> = {
  name: 'ttl',
  families: [4],
  options: hopLimitTestOptions<TtlMatch>(
    { name: 'ttl', comparison: 'eq', limit: 0 },
    'ttl',
    "TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt",
  ),
  print: (data) => printHopLimitTest(data, 'ttl'),
  list: (data) => listHopLimitTest(data, 'TTL'),
  translate: ({ comparison, limit }) => `ip ttl ${NFT_SIGNS[comparison]}${limit}`,
  predicate: (data) => hopLimitPredicate(data),
};
