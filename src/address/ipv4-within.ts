import { addressFromWords, type Address } from './address.js';
import { makePrefix, type Prefix } from './prefix.js';

/** The addresses of 6to4. */
export const SIX_TO_FOUR: Prefix = makePrefix(addressFromWords(6, [0x20020000, 0, 0, 0]), 16);

/** The addresses that are compatible with IPv4, `::` and `::1` among them. */
export const COMPATIBLE: Prefix = makePrefix(addressFromWords(6, [0, 0, 0, 0]), 96);

/** The IPv4 address within one of 6to4, 2002::/16; undefined for any other one. Source: `check_6rd`, RFC 3056. */
export function within6to4({
  family,
  words: [first = 0, second = 0],
}: Address): Address | undefined {
  if (family !== 6 || first >>> 16 !== 0x2002) return undefined;
  return some(((first << 16) | (second >>> 16)) >>> 0);
}

/** The IPv4 address of one that is compatible with IPv4, `::a.b.c.d`; undefined for any other one. Source: `ipv6_addr_type`. */
export function compatibleEnd({ family, words }: Address): Address | undefined {
  const [first, second, third, last = 0] = words;
  const isOne = family === 6 && first === 0 && second === 0 && third === 0 && last !== 1;
  return isOne ? some(last) : undefined;
}

function some(word: number): Address | undefined {
  return word === 0 ? undefined : addressFromWords(4, [word]);
}
