import { XtablesError } from '../../../xtables-error.js';
import type { GivenOption } from '../option.js';

/** A number of up to 64 bits, in decimal digits. */
export type LongInteger = string;

/** The largest number of 64 bits. */
export const LONG_MAX: LongInteger = '18446744073709551615';

/** A long number at the beginning of a text, and what follows it. */
interface LeadingLong {
  readonly value: LongInteger;
  readonly rest: string;
}

/** Compares two long numbers: negative, 0 or positive. */
export function compareLong(one: LongInteger, other: LongInteger): number {
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : Number(one > other);
}

/** Reads an option's argument that is one long number. @throws XtablesError */
export function readLong({ argument, extension, option }: GivenOption): LongInteger {
  const found = readLeadingLong(argument);
  if (found?.rest === '') return found.value;
  throw new XtablesError(
    'parameter',
    `${extension}: bad value for option "--${option}", or out of range (0-${LONG_MAX}).\n`,
  );
}

/** Reads `FROM[:TO]` of long numbers; an end that is left out is the smallest or the largest. @throws XtablesError */
export function readLongRange(given: GivenOption): readonly LongInteger[] {
  const { argument, extension, option } = given;
  const refuse = (text: string): never => {
    throw new XtablesError('parameter', `${extension}: ${text}\n`);
  };
  const values: LongInteger[] = [];
  let rest: string | undefined = argument;
  while (rest !== undefined) {
    if (values.length === 2) refuse(`Too many components for option "--${option}" (max: 2)`);
    const least: LongInteger = values[0] ?? '0';
    if (rest === '' || rest.startsWith(':')) {
      values.push(values.length === 1 ? LONG_MAX : least);
    } else {
      const found = readLeadingLong(rest);
      if (found === undefined || compareLong(found.value, least) < 0) {
        return refuse(
          `bad value for option "--${option}" near "${rest}", or out of range (${least}-${LONG_MAX}).`,
        );
      }
      values.push(found.value);
      rest = found.rest;
      if (rest !== '' && !rest.startsWith(':')) {
        refuse(`Argument to "--${option}" has unexpected characters near "${rest}".`);
      }
    }
    rest = rest === '' ? undefined : rest.slice(1);
  }
  return values;
}

/** As strtoull(3) with base 0 reads it, never negative; undefined when there is none, or one that is too large. */
function readLeadingLong(text: string): LeadingLong | undefined {
  const [all = '', digits] = /^\s*\+?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits).toString();
  return compareLong(value, LONG_MAX) > 0 ? undefined : { value, rest: text.slice(all.length) };
}
