import { XtablesError } from '../xtables-error.js';
import { readInteger } from './integer.js';
import { hex, readLeadingNumber, readNumber } from './number.js';
import type { GivenOption } from './option.js';

const MAX = 0xffffffff;

/** Reads `VALUE[/MASK]`, 32 bits each; the mask is all ones when not given. @throws XtablesError */
export function readMarkMask(given: GivenOption): {
  readonly mark: number;
  readonly mask: number;
} {
  const value = readLeadingNumber(given.argument, 0, MAX);
  if (value?.rest === '') return { mark: value.value, mask: MAX };
  const mask = value?.rest.startsWith('/') ? readNumber(value.rest.slice(1), 0, MAX) : undefined;
  if (value === undefined || mask === undefined) throw badValue(given);
  return { mark: value.value, mask };
}

function badValue(given: GivenOption): XtablesError {
  return new XtablesError(
    'parameter',
    `${given.extension}: bad integer value for option "--${given.option}", or out of range.\n`,
  );
}

/** Prints `VALUE[/MASK]`; without the mask when it's all ones. */
export function printMarkMask(mark: number, mask: number): string {
  return mask === MAX ? hex(mark) : `${hex(mark)}/${hex(mask)}`;
}

/** Reads a 32-bit number. @throws XtablesError */
export function readWord(given: GivenOption): number {
  return readInteger(given, 0, MAX);
}
