import { readIntegerRange } from './integer.js';
import type { GivenOption } from '../option.js';

/** Numbers `from` to `to`, both included, possibly inverted. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
  readonly inverted: boolean;
}

const U32_MAX = 0xffffffff;

/** The range that puts no condition on a number of 32 bits. */
export const ANY_NUMBER: NumberRange = { from: 0, to: U32_MAX, inverted: false };

/** Reports whether a range puts no condition on a number. */
export function isAnyNumber({ from, to, inverted }: NumberRange): boolean {
  return from === 0 && to === U32_MAX && !inverted;
}

/** Reads `FROM[:TO]` of 32 bits. @throws XtablesError */
export function readNumberRange(given: GivenOption): NumberRange {
  const [from, to] = readIntegerRange(given, U32_MAX);
  return { from, to, inverted: given.inverted };
}

/** Writes a range as an option: `! --ahspi 3:5`; empty when it puts no condition on the number. */
export function printNumberRange(option: string, range: NumberRange): readonly string[] {
  if (isAnyNumber(range)) return [];
  const { from, to, inverted } = range;
  return [`${inverted ? '! ' : ''}--${option} ${from === to ? from : `${from}:${to}`}`];
}

/** Writes a range as a listing has it: `spis:!3:5`; empty when it puts no condition on the number. */
export function listNumberRange(label: string, range: NumberRange): readonly string[] {
  if (isAnyNumber(range)) return [];
  const { from, to, inverted } = range;
  const not = inverted ? '!' : '';
  return [from === to ? `${label}:${not}${from}` : `${label}s:${not}${from}:${to}`];
}

/** Reports whether a number lies in the range, or out of it when inverted. */
export function inNumberRange({ from, to, inverted }: NumberRange, number: number): boolean {
  return (number >= from && number <= to) !== inverted;
}
