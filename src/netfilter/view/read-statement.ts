import type { LimitMatch } from '../extension/match/amount/limit.js';
import type { NflogTarget } from '../extension/target/nflog-target.js';
import type { LimitStatement } from '../nft/stateful-statement.js';
import type { LogStatement } from '../nft/statement.js';

/** Parts of a second in which `-m limit` counts. Source: `XT_LIMIT_SCALE`. */
const SCALE = 10_000n;

/** A limit of packets as iptables reads it back. Source: `nft_parse_limit`. */
export function limitMatchOf({ rate, seconds, burst }: LimitStatement): LimitMatch {
  return { name: 'limit', period: Number((SCALE * seconds) / rate), burst: Number(burst) };
}

/** A log to a group as iptables reads it back. Source: `nft_parse_log`. */
export function nflogTargetOf({
  group,
  prefix,
  snaplen,
  queueThreshold,
}: LogStatement): NflogTarget {
  return {
    name: 'NFLOG',
    group: group ?? 0,
    prefix: prefix ?? '',
    size: snaplen,
    threshold: queueThreshold ?? 0,
  };
}
