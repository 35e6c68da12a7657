import { readU32 } from '../../number-arguments.js';

/** A span of time as `ip` takes it. */
export interface TimeArgument {
  /** In milliseconds, or in a unit that depends on the option when none was given; rounded up to a whole number. */
  readonly value: number;
  readonly unitGiven: boolean;
}

/** Reads a number, whole or decimal, with `s` or `ms` or nothing after it; undefined when the word is none. Source: `get_time_rtt`. */
export function readTime(word: string): TimeArgument | undefined {
  const [, digits = '', unit = ''] = /^(.*?)(s|secs?|ms|msecs?)?$/i.exec(word) ?? [];
  const number = digits.includes('.') ? readDecimal(digits) : readU32(digits);
  if (number === undefined) return undefined;
  const factor = unit.toLowerCase().startsWith('s') ? 1000 : 1;
  return { value: Math.ceil(number * factor) >>> 0, unitGiven: unit !== '' };
}

function readDecimal(text: string): number | undefined {
  return /^\s*\+?(\d+\.\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
