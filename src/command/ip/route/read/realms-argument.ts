import { refuseValue } from '../../arguments.js';
import { printRealm, readRealm } from '../../named-numbers.js';
import type { Names } from '../../names.js';
import { readU32 } from '../../number-arguments.js';

/** Reads `TO`, `FROM/TO` or a number of 32 bits; undefined when the word is none. Source: `get_rt_realms_or_raw`. */
export function readRealms(names: Names, word: string): number | undefined {
  const slash = word.indexOf('/');
  const from = slash < 0 ? 0 : readRealm(names, word.slice(0, slash));
  const toText = word.slice(slash + 1);
  const to = toText === '' ? 0 : readRealm(names, toText);
  return from === undefined || to === undefined ? readU32(word) : from * 0x10000 + to;
}

/** Takes the realms of a route. @throws Refusal in the tool's words. */
export function parseRealms(names: Names, word: string): number {
  return readRealms(names, word) ?? refuseValue(word, '"realm" value is invalid\n');
}

/** The two halves of a route's realms by name; `from` undefined when there is none. */
export function realmNames(
  names: Names,
  realms: number,
): { readonly from: string | undefined; readonly to: string } {
  const from = realms >>> 16;
  return {
    from: from === 0 ? undefined : printRealm(names, from),
    to: printRealm(names, realms & 0xffff),
  };
}
