import { joinSpans, type Parser } from '../parser/parser.js';
import type { LimitStatement, QuotaStatement } from '../tree/expression.js';
import type { Span, Uint64 } from '../tree/span.js';

const byteUnits: Readonly<Record<string, bigint>> = {
  bytes: 1n,
  kbytes: 1024n,
  mbytes: 1024n * 1024n,
};

const timeUnits: Readonly<Record<string, bigint>> = {
  second: 1n,
  minute: 60n,
  hour: 3600n,
  day: 86_400n,
  week: 604_800n,
};

function product(amount: bigint, unit: bigint): Uint64 {
  return BigInt.asUintN(64, amount * unit);
}

function byteUnit(p: Parser, word: string, at: Span): bigint {
  const unit = Object.hasOwn(byteUnits, word) ? byteUnits[word] : undefined;
  return unit ?? p.refuse(at, 'Wrong unit format, expecting bytes, kbytes or mbytes');
}

/** `mbytes/second` in one word: bytes and seconds. */
function rateUnit(p: Parser, word: string, at: Span): { bytes: bigint; seconds: bigint } {
  const slash = word.indexOf('/');
  if (slash < 0) {
    const wanted = '{bytes,kbytes,mbytes}/{second,minute,hour,day,week}';
    p.refuse(at, `wrong rate format, expecting ${wanted}`);
  }
  const bytes = byteUnit(p, word.slice(0, slash), at);
  const time = word.slice(slash + 1);
  const seconds = Object.hasOwn(timeUnits, time) ? timeUnits[time] : undefined;
  if (seconds !== undefined) return { bytes, seconds };
  return p.refuse(at, 'Wrong time format, expecting second, minute, hour, day or week');
}

function parseTimeUnit(p: Parser): bigint {
  const { kind } = p.acceptOf(Object.keys(timeUnits)) ?? p.fail();
  return timeUnits[kind] ?? p.fail();
}

/** A number of bytes with its unit. */
function parseBytes(p: Parser): Uint64 {
  const number = p.expect('number');
  const unit = p.expect('string', 'bytes');
  return product(number.value, byteUnit(p, unit.text, joinSpans(number.at, unit.at)));
}

type Limit = Pick<LimitStatement, 'over' | 'unit' | 'rate' | 'seconds' | 'burst'>;

const packetBurst = 5n;

function parsePacketBurst(p: Parser, canZero: boolean): Uint64 {
  const start = p.accept('burst')?.at;
  if (start === undefined) return packetBurst;
  const given = p.expectNumber();
  p.expect('packets');
  if (given === 0n && !canZero) p.refuse(p.spanFrom(start), 'packet limit burst must be > 0');
  const burst = BigInt.asUintN(32, given);
  return burst === 0n ? packetBurst : burst;
}

function parseByteRate(p: Parser, amount: bigint, start: Span): { rate: Uint64; seconds: bigint } {
  const unit = p.take();
  const at = joinSpans(start, unit.at);
  if (unit.kind === 'bytes' || p.peekIs('/')) {
    const rate = product(amount, byteUnit(p, unit.text, at));
    p.expect('/');
    return { rate, seconds: parseTimeUnit(p) };
  }
  const { bytes, seconds } = rateUnit(p, unit.text, at);
  return { rate: product(amount, bytes), seconds };
}

/**
 * `over 10/second burst 5 packets` behind `rate`; a burst of no packets only an object can have.
 * Source: nft(8), LIMIT STATEMENT.
 */
export function parseLimit(p: Parser, canZero = false): Limit {
  const over = p.accept('over', 'until')?.kind === 'over';
  const amount = p.expect('number');
  if (p.accept('/')) {
    const seconds = parseTimeUnit(p);
    const burst = parsePacketBurst(p, canZero);
    return { over, unit: 'packets', rate: amount.value, seconds, burst };
  }
  if (!p.peekIs('string', 'bytes')) p.fail('/', 'string', 'bytes');
  const { rate, seconds } = parseByteRate(p, amount.value, amount.at);
  const burst = p.accept('burst') ? BigInt.asUintN(32, parseBytes(p)) : 0n;
  return { over, unit: 'bytes', rate, seconds, burst };
}

type Quota = Pick<QuotaStatement, 'over' | 'bytes' | 'used'>;

/** `over 25 mbytes used 10 kbytes`. Source: nft(8), QUOTA STATEMENT. */
export function parseQuota(p: Parser): Quota {
  const before = p.emptySpan();
  const mode = p.accept('over', 'until');
  const start = mode?.at ?? before;
  const amount = p.expectNumber();
  const unit = p.expect('string', 'bytes');
  const used = parseUsed(p);
  const bytes = product(amount, byteUnit(p, unit.text, p.spanFrom(start)));
  return { over: mode?.kind === 'over', bytes, used };
}

function parseUsed(p: Parser): Uint64 {
  const start = p.accept('used')?.at;
  if (start === undefined) return 0n;
  const amount = p.expectNumber();
  const unit = p.expect('string', 'bytes');
  return product(amount, byteUnit(p, unit.text, joinSpans(start, unit.at)));
}
