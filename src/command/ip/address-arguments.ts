import { addressFromWords, unspecifiedAddress, type Address } from '../../address/address.js';
import { readAddress } from '../../address/address-text.js';
import { addressBits, type Family } from '../../address/family.js';
import { Refusal } from '../refusal.js';
import { readUnsigned } from './number-arguments.js';

/** An address or prefix as `ip` reads it (its `inet_prefix`): the address with its host bits. */
export interface InetPrefix {
  /** What the word was: `default` and `any` (also written `all`) name no address. */
  readonly kind: 'address' | 'default' | 'any';
  /** Undefined for `default` and `any` when no family was asked for. */
  readonly family: Family | undefined;
  /** The all-zero address for `default` and `any`; undefined when the family is. */
  readonly address: Address | undefined;
  /** Prefix length; that of a host when none was given; 0 for `default` and `any`. */
  readonly length: number;
  /** A length was written, or the word was `default`. */
  readonly lengthGiven: boolean;
}

/** An address word that names an address. */
export type InetAddress = InetPrefix & { readonly family: Family; readonly address: Address };

/** Reports whether a word named an address, so that family and address are known. */
export function isInetAddress(prefix: InetPrefix): prefix is InetAddress {
  return prefix.address !== undefined;
}

/**
 * Reads an address as `ip` does; undefined when the word is none or of the other family. IPv4 parts are in C notation and missing
 * ones are 0: `10.1` is 10.1.0.0. `default`, `any` and `all` are taken. Source: `get_addr_1` of iproute2.
 */
export function readInetAddress(word: string, family: Family | undefined): InetPrefix | undefined {
  if (word === 'default' || word === 'any' || word === 'all') {
    return {
      kind: word === 'default' ? 'default' : 'any',
      family,
      address: family === undefined ? undefined : unspecifiedAddress(family),
      length: 0,
      lengthGiven: word === 'default',
    };
  }
  const address = word.includes(':') ? readAddress(word) : readShortIPv4(word);
  if (address === undefined || (family !== undefined && address.family !== family))
    return undefined;
  return {
    kind: 'address',
    family: address.family,
    address,
    length: addressBits(address.family),
    lengthGiven: false,
  };
}

function readShortIPv4(word: string): Address | undefined {
  const parts = word.split('.');
  // The tool reads part by part, so that blanks may stand before each.
  const bytes = parts.map((part) => readUnsigned(part, 0xff));
  if (parts.length > 4) return undefined;
  let value = 0;
  for (const [index, byte] of bytes.entries()) {
    if (byte === undefined) return undefined;
    value += byte * 2 ** (24 - 8 * index);
  }
  return addressFromWords(4, [value]);
}

/** Reads a prefix as `ip` does; undefined when the word is none. The length may be a contiguous netmask. Source: `get_prefix_1`. */
export function readInetPrefix(word: string, family: Family | undefined): InetPrefix | undefined {
  const slash = word.indexOf('/');
  if (slash < 0) return readInetAddress(word, family);
  const host = readInetAddress(word.slice(0, slash), family);
  const length = readPrefixLength(word.slice(slash + 1));
  if (host === undefined || host.kind !== 'address' || length === undefined) return undefined;
  return length > host.length ? undefined : { ...host, length, lengthGiven: true };
}

function readPrefixLength(text: string): number | undefined {
  const length = readUnsigned(text, 0xffffffff);
  if (length !== undefined) return length;
  const word = readInetAddress(text, 4)?.address?.words[0];
  if (word === undefined) return undefined;
  const host = ~word >>> 0;
  return (host & (host + 1)) === 0 ? 32 - Math.log2(host + 1) : undefined;
}

/** Takes an address. @throws Refusal in the tool's words when the word is none. */
export function parseInetAddress(word: string, family: Family | undefined): InetPrefix {
  return readInetAddress(word, family) ?? refuseExpected(family, 'address', word);
}

/** Takes a prefix. @throws Refusal in the tool's words when the word is none. */
export function parseInetPrefix(word: string, family: Family | undefined): InetPrefix {
  return readInetPrefix(word, family) ?? refuseExpected(family, 'prefix', word);
}

/** Refuses a word that is no address of IPv4. @throws Refusal, always. Source: `get_addr32` of iproute2 */
export function refuseAddress32(word: string): never {
  throw new Refusal(1, `Error: an IP address is expected rather than "${word}"\n`);
}

function refuseExpected(family: Family | undefined, what: string, word: string): never {
  const kind = family === undefined ? 'any valid' : family === 4 ? 'inet' : 'inet6';
  throw new Refusal(1, `Error: ${kind} ${what} is expected rather than "${word}".\n`);
}
