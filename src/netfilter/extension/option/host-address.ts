import { readAddress } from '../../../address/address-text.js';
import { addressFromWords, type Address } from '../../../address/address.js';
import { maskWords } from '../../../address/prefix.js';
import { XtablesError } from '../../xtables-error.js';
import { readNumber } from './number/number.js';
import type { GivenOption } from './option.js';

/** An address with a mask, of which both are kept as they are. */
export interface HostMask {
  readonly address: Address;
  readonly mask: Address;
}

/** An address as getaddrinfo(3) reads it where there is no name server. @throws XtablesError */
export function readHostAddress(text: string, { family }: GivenOption): Address {
  const address = readAnyAddress(text);
  if (address?.family === family) return address;
  const why =
    address === undefined
      ? 'Name or service not known'
      : 'Address family for hostname not supported';
  throw new XtablesError('parameter', `getaddrinfo: ${why}\n`);
}

/** Reads `ADDRESS[/MASK]`. @throws XtablesError */
export function readHostMask(given: GivenOption): HostMask {
  const [host = '', ...rest] = given.argument.split('/');
  const address = readHostAddress(host, given);
  if (rest.length === 0) return { address, mask: lengthMask(given, bitsOf(given)) };
  return { address, mask: readPrefixMask(rest.join('/'), given) };
}

/** Reads a mask as an address or as a number of bits. @throws XtablesError */
export function readPrefixMask(text: string, given: GivenOption): Address {
  const bits = bitsOf(given);
  const length = readNumber(text, 0, bits);
  if (length !== undefined) return lengthMask(given, length);
  const mask = readAnyAddress(text);
  if (mask?.family === given.family) return mask;
  throw new XtablesError(
    'parameter',
    `${given.extension}: bad value for option "--${given.option}", neither a valid network mask nor valid CIDR (0-${bits}).\n`,
  );
}

/** The mask of a prefix of the given family. */
export function lengthMask({ family }: Pick<GivenOption, 'family'>, length: number): Address {
  return addressFromWords(family, maskWords(family, length));
}

/** How many bits a mask has before its last one that isn't set, where nothing follows; -1 when something does. */
export function prefixLength({ words }: Address): number {
  const bits = words.map((word) => word.toString(2).padStart(32, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : -1;
}

function bitsOf({ family }: Pick<GivenOption, 'family'>): number {
  return family === 4 ? 32 : 128;
}

/** IPv4 addresses may leave numbers out: the last one fills what is left. Source: inet_aton(3). */
function readAnyAddress(text: string): Address | undefined {
  const exact = readAddress(text);
  if (exact !== undefined || text.includes(':')) return exact;
  const parts = text.split('.');
  const last = 2 ** (8 * (5 - parts.length)) - 1;
  const numbers = parts.map((part, index) =>
    readNumber(part, 0, index === parts.length - 1 ? last : 255),
  );
  if (parts.length > 4 || numbers.includes(undefined)) return undefined;
  const word = numbers.reduce<number>(
    (sum, value = 0, index) =>
      sum + (index === numbers.length - 1 ? value : value * 2 ** (24 - 8 * index)),
    0,
  );
  return addressFromWords(4, [word]);
}
