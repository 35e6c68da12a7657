import { assertNever } from '../../../assert-never.js';
import type { StatefulStatement } from '../../../netfilter/nft/stateful-statement.js';
import { printTimeSpan } from '../datatype/time-span.js';
import type { Json } from '../json.js';
import type { Printing } from '../print/printing.js';
import type { StatefulStatement as StatefulTree } from '../syntax/tree/expression.js';

/** A statement that keeps something from packet to packet. */
export function evaluateStateful(tree: StatefulTree): StatefulStatement {
  switch (tree.kind) {
    case 'counter':
      return { kind: 'counter', packets: tree.packets, bytes: tree.bytes };
    case 'limit': {
      const { over, unit, rate, seconds, burst } = tree;
      return { kind: 'limit', over, unit, rate, seconds, burst };
    }
    case 'quota':
      return { kind: 'quota', over: tree.over, bytes: tree.bytes, used: tree.used };
    case 'connlimit':
      return { kind: 'connlimit', over: tree.over, count: Number(tree.count) };
    case 'last':
      return { kind: 'last', used: tree.used };
    default:
      return assertNever(tree);
  }
}

/** The same as a listing has it. */
export function printStateful(statement: StatefulStatement, { style }: Printing): string {
  const over = 'over' in statement && statement.over ? 'over ' : '';
  switch (statement.kind) {
    case 'counter':
      return style.stateless
        ? 'counter'
        : `counter packets ${statement.packets} bytes ${statement.bytes}`;
    case 'limit':
      return printLimit(statement, over);
    case 'quota': {
      const used =
        style.stateless || statement.used === 0n ? '' : ` used ${printBytes(statement.used)}`;
      return `quota ${over}${printBytes(statement.bytes)}${used}`;
    }
    case 'connlimit':
      return `ct count ${over}${statement.count}`;
    case 'last':
      if (style.stateless) return 'last';
      return `last used ${statement.used === undefined ? 'never' : printTimeSpan(statement.used, style)}`;
    default:
      return assertNever(statement);
  }
}

/** The same in JSON. */
export function statefulJson(statement: StatefulStatement, { style }: Printing): Json {
  const inv = 'over' in statement && statement.over ? true : undefined;
  switch (statement.kind) {
    case 'counter': {
      const { packets, bytes } = statement;
      return { counter: style.stateless ? null : { packets, bytes } };
    }
    case 'limit':
      return limitJson(statement, inv);
    case 'quota': {
      const [val, unit] = inUnits(statement.bytes);
      const [used, usedUnit] = inUnits(statement.used);
      const isUsed = !style.stateless && statement.used > 0n;
      return {
        quota: {
          val,
          val_unit: unit,
          inv,
          used: isUsed ? used : undefined,
          used_unit: isUsed ? usedUnit : undefined,
        },
      };
    }
    case 'connlimit':
      return { 'ct count': { val: statement.count, inv } };
    case 'last':
      return {
        last: style.stateless || statement.used === undefined ? null : { used: statement.used },
      };
    default:
      return assertNever(statement);
  }
}

const UNITS = ['bytes', 'kbytes', 'mbytes'] as const;
const KIBI = 1024n;

/** Bytes in the greatest unit that leaves no rest. Source: nft's `get_rate`. */
export function inUnits(bytes: bigint): readonly [bigint, (typeof UNITS)[number]] {
  let left = bytes;
  let unit = 0;
  while (left !== 0n && unit < UNITS.length - 1 && left % KIBI === 0n) {
    left /= KIBI;
    unit++;
  }
  return [left, UNITS[unit] ?? 'bytes'];
}

/** Bytes with their unit. */
export function printBytes(bytes: bigint): string {
  return inUnits(bytes).join(' ');
}

const PERIODS: { readonly [seconds: string]: string } = {
  '1': 'second',
  '60': 'minute',
  '3600': 'hour',
  '86400': 'day',
  '604800': 'week',
};

type Limit = Extract<StatefulStatement, { readonly kind: 'limit' }>;

/** The word for the time of a rate. */
export function periodWord(seconds: bigint): string {
  return PERIODS[seconds.toString()] ?? 'error';
}

function printLimit({ unit, rate, seconds, burst }: Limit, over: string): string {
  const per = periodWord(seconds);
  if (unit === 'packets') return `limit rate ${over}${rate}/${per} burst ${burst} packets`;
  const allowed = burst === 0n ? '' : ` burst ${printBytes(burst)}`;
  return `limit rate ${over}${printBytes(rate)}/${per}${allowed}`;
}

function limitJson({ unit, rate, seconds, burst }: Limit, inv: true | undefined): Json {
  const per = periodWord(seconds);
  if (unit === 'packets') return { limit: { rate, burst, per, inv } };
  const [rateValue, rateUnit] = inUnits(rate);
  const [burstValue, burstUnit] = inUnits(burst);
  return {
    limit: {
      rate: rateValue,
      burst: burstValue,
      per,
      inv,
      rate_unit: rateUnit,
      burst_unit: burstUnit,
    },
  };
}
