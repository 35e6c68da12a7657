import { readNumber } from '../../netfilter/extension/option/number/number.js';
import { syntaxMistake } from './mistake.js';

const LARGEST_COUNT = 2n ** 64n - 2n;

/** Reads what an entry has counted, a number of 64 bits; one below zero counts from the end. @throws IpsetMistake */
export function readCount(text: string): bigint {
  const [, sign = '', digits] = /^([+-]?)(0x[0-9a-f]+|\d+)$/i.exec(text) ?? [];
  if (digits === undefined) throw syntaxMistake(`'${text}' is invalid as number`);
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const value = BigInt(octal);
  const count = sign === '-' ? 2n ** 64n - value : value;
  if (count > LARGEST_COUNT) {
    throw syntaxMistake(`'${text}' is out of range 0-${LARGEST_COUNT}`);
  }
  return count;
}

/** Reads a number: decimal, `0x` hexadecimal or `0` octal. @throws IpsetMistake when it is none, or out of the range */
export function readInteger(text: string, min: number, max: number): number {
  const value = readNumber(text, 0, Number.MAX_SAFE_INTEGER);
  const isNegative = /^-\d+$/.test(text);
  if (value === undefined && !isNegative) throw syntaxMistake(`'${text}' is invalid as number`);
  if (value === undefined || value < min || value > max) {
    throw syntaxMistake(`'${text}' is out of range ${min}-${max}`);
  }
  return value;
}
