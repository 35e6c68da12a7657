import { XtablesError } from '../../../xtables-error.js';
import { readLeadingNumber, readNumber } from './number.js';
import type { GivenOption } from '../option.js';

/** Reads an option's argument that is one number. @throws XtablesError when it's none, or out of the range */
export function readInteger(given: GivenOption, min: number, max: number): number {
  const value = readNumber(given.argument, min, max);
  if (value !== undefined) return value;
  throw new XtablesError(
    'parameter',
    `${given.extension}: bad value for option "--${given.option}", or out of range (${min}-${max}).\n`,
  );
}

/** Reads `FROM[:TO]`; an end that is left out is the smallest or the largest value. @throws XtablesError */
export function readIntegerRange(given: GivenOption, max: number): readonly [number, number] {
  const { extension, option } = given;
  let rest = given.argument;
  let min = 0;
  const values: number[] = [];
  for (;;) {
    if (values.length === 2) {
      throw new XtablesError(
        'parameter',
        `${extension}: Too many components for option "--${option}" (max: 2)\n`,
      );
    }
    const near = rest;
    if (near === '' || near.startsWith(':')) {
      values.push(values.length === 1 ? max : min);
    } else {
      const found = readLeadingNumber(near, min, max);
      if (found === undefined) {
        throw new XtablesError(
          'parameter',
          `${extension}: bad value for option "--${option}" near "${near}", or out of range (${min}-${max}).\n`,
        );
      }
      rest = found.rest;
      if (rest !== '' && !rest.startsWith(':')) {
        throw new XtablesError(
          'parameter',
          `${extension}: Argument to "--${option}" has unexpected characters near "${rest}".\n`,
        );
      }
      min = found.value;
      values.push(found.value);
    }
    if (rest === '') break;
    rest = rest.slice(1);
  }
  const [from = 0, to = from] = values;
  return [from, to];
}
