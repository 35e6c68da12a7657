import type { MatchData, MatchExtension } from '../../extension.js';
import {
  hopLimitPredicate,
  hopLimitTestOptions,
  listHopLimitTest,
  printHopLimitTest,
  type HopLimitTest,
} from '../../option/hop-limit.js';

/** `-m hl --hl-eq NUMBER`. */
export interface HopLimitMatch extends MatchData, HopLimitTest {
  readonly name: 'hl';
}

const NFT_SIGNS = { eq: '', ne: '!= ', lt: 'lt ', gt: 'gt ' } as const;

/** The `hl` match: on the hop limit. Source: `xt_hl.c`, iptables-extensions(8). */
export const hlMatch: MatchExtension<HopLimitMatch> = {
  name: 'hl',
  families: [6],
  options: hopLimitTestOptions<HopLimitMatch>(
    { name: 'hl', comparison: 'eq', limit: 0 },
    'hl',
    "HL match: You must specify one of `--hl-eq', `--hl-lt', `--hl-gt'",
  ),
  print: (data) => printHopLimitTest(data, 'hl'),
  list: (data) => listHopLimitTest(data, 'HL'),
  translate: ({ comparison, limit }) => `ip6 hoplimit ${NFT_SIGNS[comparison]}${limit}`,
  predicate: (data) => hopLimitPredicate(data),
};
