import { XtablesError } from '../../xtables-error.js';
import { readInteger } from './number/integer.js';
import { hex, readLeadingNumber } from './number/number.js';
import type { GivenOption } from './option.js';

const MAX = 0xffffffff;

/** Reads `VALUE[/MASK]`, 32 bits each; the mask is all ones when not given. @throws XtablesError */
export function readMarkMask(given: GivenOption): {
  readonly mark: number;
  readonly mask: number;
} {
  const value = readLeadingNumber(given.argument, 0, MAX);
  if (value === undefined) throw badValue(given);
  if (value.rest === '') return { mark: value.value, mask: MAX };
  if (!value.rest.startsWith('/')) throw garbage(given);
  const mask = readLeadingNumber(value.rest.slice(1), 0, MAX);
  if (mask === undefined) throw badValue(given);
  if (mask.rest !== '') throw garbage(given);
  return { mark: value.value, mask: mask.value };
}

function badValue({ extension, option }: GivenOption): XtablesError {
  return new XtablesError(
    'parameter',
    `${extension}: bad integer value for option "--${option}", or out of range.\n`,
  );
}

function garbage({ extension, option }: GivenOption): XtablesError {
  return new XtablesError(
    'parameter',
    `${extension}: trailing garbage after value for option "--${option}".\n`,
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
