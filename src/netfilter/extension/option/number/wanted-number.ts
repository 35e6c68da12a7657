import { readInteger } from './integer.js';
import type { ExtensionOption } from '../option.js';

/** A number that is asked for, or is not to be. */
export interface WantedNumber {
  readonly value: number;
  readonly inverted: boolean;
}

const U32_MAX = 0xffffffff;

/** An option whose argument is such a number, which goes into a field of the data. */
export function wantedNumberOption<
  D extends Readonly<Record<Key, WantedNumber | undefined>>,
  Key extends string,
>(name: string, key: Key, max: number = U32_MAX): ExtensionOption<D> {
  return {
    name,
    words: 1,
    invertible: true,
    read: (data, given) => ({
      ...data,
      [key]: { value: readInteger(given, 0, max), inverted: given.inverted },
    }),
  };
}

/** Writes it as an option: `! --rt-type 0`. */
export function printWantedNumber(
  option: string,
  wanted: WantedNumber | undefined,
): readonly string[] {
  if (wanted === undefined) return [];
  return [`${wanted.inverted ? '! ' : ''}--${option} ${wanted.value}`];
}

/** Writes it as a listing has it: `type:!0`. */
export function listWantedNumber(
  label: string,
  wanted: WantedNumber | undefined,
): readonly string[] {
  return wanted === undefined ? [] : [`${label}:${wanted.inverted ? '!' : ''}${wanted.value}`];
}
