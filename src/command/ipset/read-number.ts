import { readNumber } from '../../netfilter/extension/option/number/number.js';
import { syntaxMistake } from './mistake.js';

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
