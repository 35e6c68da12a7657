import { integer, isTrue, text, type Json } from './json-reader.js';
import type { LimitStatement, QuotaStatement } from '../tree/expression.js';
import type { Uint64 } from '../tree/span.js';

const seconds: Readonly<Record<string, bigint>> = {
  week: 604_800n,
  day: 86_400n,
  hour: 3600n,
  minute: 60n,
};

/** A number with its unit in bytes; a unit that is not known is bytes. */
function inBytes(amount: Uint64, unit: string): Uint64 {
  const factor = unit === 'kbytes' ? 1024n : unit === 'mbytes' ? 1_048_576n : 1n;
  return BigInt.asUintN(64, amount * factor);
}

type Limit = Pick<LimitStatement, 'over' | 'unit' | 'rate' | 'seconds' | 'burst'>;

/**
 * A rate; undefined if `rate` or `per` is missing. `usualBurst` is that of packets.
 * Source: libnftables-json(5), LIMIT.
 */
export function readLimit(value: Json, usualBurst: Uint64): Limit | undefined {
  const rate = integer(value, 'rate');
  const per = text(value, 'per');
  if (rate === undefined || per === undefined) return undefined;
  const unit = text(value, 'rate_unit') ?? 'packets';
  const burst = integer(value, 'burst') ?? 0n;
  const over = isTrue(value, 'inv');
  const time = Object.hasOwn(seconds, per) ? (seconds[per] ?? 1n) : 1n;
  if (unit === 'packets') {
    const packets = burst === 0n ? usualBurst : burst;
    return { over, unit, rate, seconds: time, burst: packets };
  }
  const bytes = inBytes(burst, text(value, 'burst_unit') ?? 'bytes');
  return { over, unit: 'bytes', rate: inBytes(rate, unit), seconds: time, burst: bytes };
}

type Quota = Pick<QuotaStatement, 'over' | 'bytes' | 'used'>;

/** Source: libnftables-json(5), QUOTA. Undefined if `val` is missing. */
export function readQuota(value: Json): Quota | undefined {
  const amount = integer(value, 'val');
  if (amount === undefined) return undefined;
  const bytes = inBytes(amount, text(value, 'val_unit') ?? 'bytes');
  const used = inBytes(integer(value, 'used') ?? 0n, text(value, 'used_unit') ?? 'bytes');
  return { over: isTrue(value, 'inv'), bytes, used };
}
