import type { DatatypeText, ListingStyle, Mistake } from './datatype-text.js';

const UNITS = [
  ['d', 86_400_000n],
  ['h', 3_600_000n],
  ['m', 60_000n],
  ['s', 1000n],
  ['ms', 1n],
] as const;

const WORDS: { readonly [unit: string]: string } = {
  d: 'Day',
  h: 'Hour',
  m: 'Minute',
  s: 'Second',
  ms: 'Millisecond',
};

/** A span of time in milliseconds: `1d2h3m4s5ms`, or under `-T` whole seconds. Source: nft's `time_print`. */
export function printTimeSpan(milliseconds: bigint, { numericTime }: ListingStyle): string {
  if (numericTime) return `${milliseconds / 1000n}s`;
  let left = milliseconds;
  let text = '';
  for (const [unit, length] of UNITS) {
    if (left >= length) text += `${left / length}${unit}`;
    left %= length;
  }
  return text === '' ? '0s' : text;
}

/** The milliseconds of a span of time; a number alone is seconds. Source: nft's `time_parse`. */
export function readTimeSpan(word: string): bigint | Mistake {
  const found = new Set<string>();
  let sum = 0n;
  let rest = word;
  while (rest !== '') {
    const [all = '', digits = '', unit] = /^(\d*)(ms$|[dhms])/.exec(rest) ?? [];
    if (unit === undefined) return readSeconds(word, rest, found);
    if (digits.length > 8) return { mistake: 'value too large' };
    if (found.has(unit)) return { mistake: `${WORDS[unit] ?? unit} has been specified twice` };
    found.add(unit);
    const length = UNITS.find(([name]) => name === unit)?.[1] ?? 0n;
    sum += BigInt(digits === '' ? 0 : digits) * length;
    rest = rest.slice(all.length);
  }
  return sum;
}

/** What no unit follows: seconds if none was given at all, and nothing otherwise. */
function readSeconds(word: string, rest: string, found: ReadonlySet<string>): bigint | Mistake {
  if (!/^\d*$/.test(rest)) return { mistake: 'wrong time format' };
  if (rest.length > 8) return { mistake: 'value too large' };
  return found.size === 0 ? BigInt(word) * 1000n : readTimeSpan(word.slice(0, -rest.length));
}

/** Spans of time. */
export const timeSpanText: DatatypeText = {
  read: (word) => {
    const span = readTimeSpan(word);
    return typeof span === 'bigint' && span > 0xffffffffn ? { mistake: 'value too large' } : span;
  },
  print: (value, { style }) => printTimeSpan(value, style),
  json: (value) => value / 1000n,
};
