import type { MatchData } from '../../extension.js';
import { hopLimitMatch, type HopLimitTest } from '../../option/hop-limit.js';

/** `-m hl --hl-eq NUMBER`. */
export interface HopLimitMatch extends MatchData, HopLimitTest {
  readonly name: 'hl';
}

/** The `hl` match: on the hop limit. */
export const hlMatch = hopLimitMatch('hl', {
  family: 6,
  field: 'ip6 hoplimit',
  missing: "HL match: You must specify one of `--hl-eq', `--hl-lt', `--hl-gt'",
});
