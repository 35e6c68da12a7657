import { readAddress } from '../../address/address-text.js';
import { addressFromWords, type Address } from '../../address/address.js';
import { addressBits, type Family } from '../../address/family.js';
import { KNOWN_HOSTS, namedAddress } from '../../databases/hosts.js';
import type { AddressSpan } from '../../ipset/entry-request.js';
import { syntaxMistake } from './mistake.js';
import { readInteger } from './read-number.js';

/** Reads an address, `ADDRESS/LENGTH`, or in IPv4 `ADDRESS-ADDRESS`; in IPv6 a single address or a network. @throws IpsetMistake */
export function readSpan(given: string, family: Family, what: 'ip' | 'net'): AddressSpan {
  if (given.startsWith('[') && !given.includes(']')) {
    throw syntaxMistake(`cannot find closing escape character ']' in ${given}`);
  }
  const text = given.replace(/^\[(.*)\]/, '$1');
  const isRange = text.includes('-') && readHost(text, family) === undefined;
  const slash = text.indexOf('/');
  if (family === 6) refuseSpan6(text, what, isRange, slash >= 0 && !text.endsWith('/128'));
  if (slash > 0 && slash < text.length - 1) {
    const length = readInteger(text.slice(slash + 1), 0, addressBits(family));
    return { from: readOne(text.slice(0, slash), family), to: undefined, length };
  }
  const dash = text.indexOf('-');
  if (dash > 0 && dash < text.length - 1) {
    const from = readOne(text.slice(0, dash), family);
    return { from, to: readOne(text.slice(dash + 1), family), length: undefined };
  }
  return { from: readOne(text, family), to: undefined, length: undefined };
}

/** Reads one address. @throws IpsetMistake when it is none, or one of the other family */
function readOne(text: string, family: Family): Address {
  const address = readHost(text, family);
  if (address !== undefined) return address;
  throw syntaxMistake(`cannot parse ${text}: resolving to IPv${family} address failed`);
}

function refuseSpan6(text: string, what: 'ip' | 'net', isRange: boolean, isNet: boolean): void {
  if (what === 'ip' && (isRange || isNet)) {
    throw syntaxMistake(`plain IP address must be supplied: ${text}`);
  }
  if (isRange) throw syntaxMistake(`IP address or IP/cidr must be specified: ${text}`);
}

function readHost(text: string, family: Family): Address | undefined {
  if (family === 4) return namedAddress(KNOWN_HOSTS, text) ?? readNumbers(text);
  const address = readAddress(text);
  return address?.family === 6 ? address : undefined;
}

/** One to four numbers, decimal or octal; the last stands for all bytes that are left. Source: inet_aton(3). */
function readNumbers(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(0[0-7]*|[1-9]\d*)$/.test(part))) {
    return undefined;
  }
  const numbers = parts.map((part) => Number.parseInt(part, part.startsWith('0') ? 8 : 10));
  const last = numbers.pop() ?? 0;
  const room = 2 ** (8 * (4 - numbers.length));
  if (last >= room || numbers.some((number) => number > 255)) return undefined;
  return v4(numbers.reduce((sum, number, index) => sum + number * 2 ** (24 - 8 * index), last));
}

function v4(word: number): Address {
  return addressFromWords(4, [word]);
}
