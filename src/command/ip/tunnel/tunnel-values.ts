import { addressFromWords, unspecifiedAddress, type Address } from '../../../address/address.js';
import { Refusal } from '../../refusal.js';
import { parseInetAddress, readInetAddress, refuseAddress32 } from '../address-arguments.js';
import {
  EXIT_USAGE,
  matches,
  refuseGarbage,
  refuseValue,
  refuseWithUsage,
  type Words,
} from '../arguments.js';
import { isDeviceName } from '../device-arguments.js';
import { readDsfield } from '../named-numbers.js';
import type { Names } from '../names.js';
import { readU8, readUnsigned } from '../number-arguments.js';

/** The word that leaves a value to the inner packet. */
const INHERIT = 'inherit';

/** Reads an end of a tunnel, as `ip link` does. @throws Refusal in the tool's words. Source: `get_addr` of iproute2 */
export function readEnd(word: string): Address {
  return parseInetAddress(word, 4).address ?? unspecifiedAddress(4);
}

/** Reads an end of a tunnel, as `ip tunnel` does. @throws Refusal in the tool's words. Source: `get_addr32` of iproute2 */
export function readEnd32(word: string): Address {
  const end = readInetAddress(word, 4) ?? refuseAddress32(word);
  return end.address ?? unspecifiedAddress(4);
}

/** Reads a TTL; 0 for that of the inner packet. @throws Refusal */
export function readTtl(word: string): number {
  if (word === INHERIT) return 0;
  return readU8(word) ?? refuseValue(word, 'invalid TTL\n');
}

/** Reads a TOS; 1 for that of the inner packet. @throws Refusal */
export function readTos(names: Names, word: string): number {
  if (word === INHERIT) return 1;
  return readDsfield(names, word) ?? refuseValue(word, 'bad TOS value');
}

/** Reads a key: a number, or four bytes as of an address. @throws Refusal. Source: `tnl_parse_key` of iproute2 */
export function readKey(option: string, word: string): number {
  if (word.includes('.')) return readEnd32(word).words[0] ?? 0;
  const key = readUnsigned(word, 0xffffffff);
  if (key !== undefined) return key;
  const why = `invalid value for "${option}": "${word}"; it should be an unsigned integer\n`;
  throw new Refusal(EXIT_USAGE, why);
}

/**
 * Reads the name of a tunnel, with `name` before it or alone.
 *
 * @param before - the name that was read already, beside which there can be no other
 * @param usage - what the tool prints instead where the word is `help`
 * @throws Refusal in the tool's words
 */
export function readName(
  word: string,
  before: string | undefined,
  words: Words,
  usage: string,
): string {
  const isWord = word === 'name';
  if (!isWord && matches(word, 'help')) refuseWithUsage(usage);
  const name = isWord ? words.next() : word;
  if (before !== undefined) refuseGarbage('name', name);
  return isDeviceName(name) ? name : refuseValue(name, '"name" not a valid ifname');
}

/** A key in the form in which `ip link` prints it: that of an address. */
export function keyAddress(key: number): Address {
  return addressFromWords(4, [key]);
}
