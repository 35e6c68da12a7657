import { ALWAYS } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchMemory, MatchData, MatchExtension } from '../../extension.js';
import { readInteger } from '../../option/number/integer.js';

/** `-m limit`. */
export interface LimitMatch extends MatchData {
  readonly name: 'limit';
  /** Time between two packets, in 10,000ths of a second: what Linux keeps of the rate. */
  readonly period: number;
  /** How many packets may come at once. */
  readonly burst: number;
}

/** Parts of a second that Linux counts in. Source: `XT_LIMIT_SCALE`. */
const SCALE = 10_000;

/** Units of time, the longest first, as they are printed, and their length in parts of a second. */
const UNITS = [
  { name: 'day', long: 'day', parts: 86_400 * SCALE },
  { name: 'hour', long: 'hour', parts: 3600 * SCALE },
  { name: 'min', long: 'minute', parts: 60 * SCALE },
  { name: 'sec', long: 'second', parts: SCALE },
] as const;

const DEFAULT_BURST = 5;
const MOST_BURST = 10_000;

/**
 * The `limit` match: as many packets as may come at once, and no more, since no time passes in which others would be let through.
 * Source: `libxt_limit.c`, iptables-extensions(8); `nft_limit_pkts_eval`.
 */
export const limitMatch: MatchExtension<LimitMatch> = {
  name: 'limit',
  families: [4, 6],
  options: {
    initial: { name: 'limit', period: (3600 * SCALE) / 3, burst: DEFAULT_BURST },
    options: [
      {
        name: 'limit',
        words: 1,
        read: (data, { argument }) => ({ ...data, period: readPeriod(argument) }),
      },
      {
        name: 'limit-burst',
        words: 1,
        read: (data, given) => ({ ...data, burst: readInteger(given, 0, MOST_BURST) }),
      },
    ],
    finish: (data) => (data.burst === 0 ? { ...data, burst: DEFAULT_BURST } : data),
  },
  print: ({ period, burst }) =>
    `--limit ${printRate(period)}${burst === DEFAULT_BURST ? '' : ` --limit-burst ${burst}`}`,
  list: ({ period, burst }) => `limit: avg ${printRate(period)} burst ${burst}`,
  statements: ({ period, burst }) => {
    const { parts } = unitOf(period);
    return [
      {
        kind: 'limit',
        over: false,
        unit: 'packets',
        rate: BigInt(Math.floor(parts / period)),
        seconds: BigInt(parts / SCALE),
        burst: BigInt(burst),
      },
    ];
  },
  predicate: () => ALWAYS,
  choice: tokens,
};

/** Reads `NUMBER[/UNIT]`, the unit abbreviated or not. @throws XtablesError. Source: `parse_rate`. */
function readPeriod(argument: string): number {
  const [, sign, digits = '', slash, word = ''] =
    /^\s*([+-]?)(\d*)[^/]*(\/)?(.*)$/s.exec(argument) ?? [];
  const unit = word.toLowerCase();
  const parts =
    slash === undefined
      ? SCALE
      : UNITS.find(({ long }) => unit !== '' && long.startsWith(unit))?.parts;
  const rate = Number(digits);
  if (parts === undefined || rate === 0) {
    throw new XtablesError('parameter', `bad rate "${argument}"'`);
  }
  // A negative number is a very large one.
  const period = sign === '-' ? 0 : Math.floor(parts / rate);
  if (period === 0) throw new XtablesError('parameter', `Rate too fast "${argument}"`);
  return period;
}

/** The rate in the longest unit in which it is a whole number, nearly. Source: `print_rate`. */
function printRate(period: number): string {
  const { name, parts } = unitOf(period);
  return `${Math.floor(parts / period)}/${name}`;
}

/** The longest unit in which a rate is a whole number, or nearly. */
function unitOf(period: number): (typeof UNITS)[number] {
  const next = UNITS.findIndex(
    ({ parts }, place) =>
      place > 0 && (period > parts || Math.floor(parts / period) < parts % period),
  );
  return UNITS[next < 0 ? UNITS.length - 1 : next - 1] ?? UNITS[0];
}

/** What is remembered is how many packets may still come; all of them while nothing is. */
function tokens({ burst }: LimitMatch): MatchMemory {
  return { transitions: [take(burst), ...Array.from({ length: burst }, (_, left) => take(left))] };
}

/** One packet more, when so many may still come. */
function take(left: number): MatchMemory['transitions'][number] {
  return { matches: left > 0, state: Math.max(left - 1, 0) };
}
