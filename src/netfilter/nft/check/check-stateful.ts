import type { ObjectData } from '../object/nft-object.js';
import type { LimitStatement, QuotaStatement, StatefulStatement } from '../stateful-statement.js';
import type { Statement } from '../statement.js';

const MOST_BYTES = (1n << 63n) - 1n;
const MOST = (1n << 64n) - 1n;
const NANOSECONDS = 1_000_000_000n;

/** Why the kernel doesn't keep what it is given of a statement or an object; undefined when it does. */
export function checkStateful(
  kept: StatefulStatement | Statement | ObjectData,
): 'EINVAL' | 'EOVERFLOW' | undefined {
  switch (kept.kind) {
    case 'quota':
      return checkQuota(kept);
    case 'limit':
      return checkLimit(kept);
    default:
      return undefined;
  }
}

/** Source: `nft_quota_do_init`. */
function checkQuota({ bytes, used }: QuotaStatement): 'EINVAL' | 'EOVERFLOW' | undefined {
  if (bytes > MOST_BYTES) return 'EOVERFLOW';
  return used > bytes ? 'EINVAL' : undefined;
}

/** The tokens that a limit saves up are nanoseconds. Source: `nft_limit_init`. */
function checkLimit({
  unit,
  rate,
  seconds,
  burst,
}: LimitStatement): 'EINVAL' | 'EOVERFLOW' | undefined {
  if (rate === 0n) return 'EINVAL';
  const span = seconds * NANOSECONDS;
  const saved = unit === 'packets' ? (span / rate) * burst : span * (rate + burst);
  return rate + burst > MOST || saved > MOST ? 'EOVERFLOW' : undefined;
}
