import { collapseIPv6Number, IPv6 } from 'ip-num';
import { ParseError } from '../parse-error.js';
import { addressFromWords, type Address } from './address.js';
import { addressBits } from './family.js';
import { makePrefix, type Prefix } from './prefix.js';

const WORD = 0xffffffffn;

/**
 * Reads an address, or gives undefined when the text is none. Strict: four decimal parts without leading zeros for IPv4, RFC 4291
 * forms for IPv6 (a dotted tail included), no zone, no blanks.
 */
export function readAddress(text: string): Address | undefined {
  try {
    if (text.includes(':')) return readIPv6(text);
    const word = readIPv4Word(text);
    return word === undefined ? undefined : addressFromWords(4, [word]);
  } catch {
    // ip-num throws bare Errors without a position: "not an address" is all that they say.
    return undefined;
  }
}

/** Reads an IPv4 address as its word. Character by character: sets and tables have addresses by the hundred thousand. */
export function readIPv4Word(text: string): number | undefined {
  let word = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit === DOT) {
      if (digits === 0 || dots === 3) return undefined;
      word = 256 * word + part;
      part = 0;
      digits = 0;
      dots += 1;
      continue;
    }
    if (digit < 0 || digit > 9 || (digits > 0 && part === 0)) return undefined;
    part = 10 * part + digit;
    if (part > 255) return undefined;
    digits += 1;
  }
  if (digits === 0 || dots < 3) return undefined;
  return 256 * word + part;
}

const ZERO = 0x30;
const DOT = 0x2e - ZERO;

function readIPv6(text: string): Address | undefined {
  if (!/^[0-9a-fA-F:.]+$/.test(text)) return undefined;
  const value = IPv6.fromString(text).value;
  return addressFromWords(
    6,
    [96n, 64n, 32n, 0n].map((shift) => Number((value >> shift) & WORD)),
  );
}

/**
 * Reads an address.
 *
 * @throws ParseError when the text is no address
 *
 * @example
 * ```ts
 * import { parseAddress, printAddress } from 'nexthop';
 * printAddress(parseAddress('2001:DB8:0:0:0:0:0:1')); // '2001:db8::1'
 * ```
 */
export function parseAddress(text: string): Address {
  const address = readAddress(text);
  if (address === undefined) throw new ParseError('an IPv4 or IPv6 address', text);
  return address;
}

/**
 * Prints an address in its canonical form: dotted decimal, or RFC 5952 as inet_ntop(3) writes it.
 *
 * @example
 * ```ts
 * import { printAddress, addressFromWords } from 'nexthop';
 * printAddress(addressFromWords(4, [0xc0000201])); // '192.0.2.1'
 * ```
 */
export function printAddress(address: Address): string {
  const [first = 0] = address.words;
  if (address.family === 4) return printIPv4Word(first);
  const tail = address.words[3] ?? 0;
  if (isDottedTail(address)) {
    return `::${address.words[2] === 0xffff ? 'ffff:' : ''}${printIPv4Word(tail)}`;
  }
  return collapseIPv6Number(
    address.words
      .flatMap((word) => [word >>> 16, word & 0xffff])
      .map((part) => part.toString(16).padStart(4, '0'))
      .join(':'),
  );
}

/** inet_ntop(3) writes v4-mapped and v4-compatible addresses with a dotted tail. */
function isDottedTail(address: Address): boolean {
  const [a, b, c, d = 0] = address.words;
  return a === 0 && b === 0 && (c === 0xffff || (c === 0 && d > 0xffff));
}

/** Prints the word of an IPv4 address. */
export function printIPv4Word(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 0xff}.${(word >>> 8) & 0xff}.${word & 0xff}`;
}

/**
 * Reads a prefix `ADDRESS/LENGTH`; a bare address is a host prefix. Undefined when the text is none. Bits after the length are cleared.
 */
export function readPrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/');
  const address = readAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const bits = addressBits(address.family);
  if (slash < 0) return makePrefix(address, bits);
  const lengthText = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(lengthText) || Number(lengthText) > bits) return undefined;
  return makePrefix(address, Number(lengthText));
}

/**
 * Reads a prefix `ADDRESS/LENGTH`; a bare address is a host prefix; bits after the length are cleared.
 *
 * @throws ParseError when the text is no prefix
 *
 * @example
 * ```ts
 * import { parsePrefix, printPrefix } from 'nexthop';
 * printPrefix(parsePrefix('10.1.2.3/8')); // '10.0.0.0/8'
 * ```
 */
export function parsePrefix(text: string): Prefix {
  const prefix = readPrefix(text);
  if (prefix === undefined) throw new ParseError('a prefix ADDRESS/LENGTH', text);
  return prefix;
}

/**
 * Prints a prefix as `ADDRESS/LENGTH`, always with its length.
 *
 * @example
 * ```ts
 * import { parsePrefix, printPrefix } from 'nexthop';
 * printPrefix(parsePrefix('192.0.2.1/24')); // '192.0.2.0/24'
 * ```
 */
export function printPrefix(prefix: Prefix): string {
  return `${printAddress(prefix.address)}/${prefix.length}`;
}

/** Prints a prefix as ip(8) does in a listing: a host prefix without its length. The default prefix is printed with its length. */
export function printPrefixShort(prefix: Prefix): string {
  return prefix.length === addressBits(prefix.address.family)
    ? printAddress(prefix.address)
    : printPrefix(prefix);
}
