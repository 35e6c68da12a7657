import type { MatchData } from '../../extension.js';
import { hopLimitMatch, type HopLimitTest } from '../../option/hop-limit.js';

/** `-m ttl --ttl-eq NUMBER`. */
export interface TtlMatch extends MatchData, HopLimitTest {
  readonly name: 'ttl';
}

/** The `ttl` match: on the TTL. */
export const ttlMatch = hopLimitMatch('ttl', {
  family: 4,
  field: 'ip ttl',
  missing: "TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt",
});
