import { addressFromWords, unspecifiedAddress, type Address } from '../../../address/address.js';
import { readAddress } from '../../../address/address-text.js';
import type { Family } from '../../../address/family.js';
import { maskWords } from '../../../address/prefix.js';
import { KNOWN_HOSTS, KNOWN_NETWORKS, namedAddress } from '../../../databases/hosts.js';
import { readDotted } from '../../../netfilter/dotted-address.js';
import { readNumber } from '../../../netfilter/extension/option/number/number.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';

/** An address with a mask as `-s` and `-d` have it; bits out of the mask are cleared. */
export interface MaskedAddress {
  readonly address: Address;
  readonly mask: readonly number[];
}

/** The names that a host without a name server knows. */
const NAMES = [...KNOWN_HOSTS, ...KNOWN_NETWORKS];

/** Reads the argument of -s or -d: `ADDRESS[/MASK][,...]`. @throws XtablesError when an address or a mask is none */
export function readAddresses(text: string, family: Family): readonly MaskedAddress[] {
  return text.split(',').map((one) => readMasked(one.trimStart(), family));
}

/** The name by which a listing writes an address that has one; undefined when it writes numbers. */
export function addressName(address: Address): string | undefined {
  if (address.family === 6) return undefined;
  return NAMES.find(([, word]) => word === address.words[0])?.[0];
}

function readMasked(text: string, family: Family): MaskedAddress {
  const slash = text.lastIndexOf('/');
  const name = slash < 0 ? text : text.slice(0, slash);
  const mask = readMask(slash < 0 ? undefined : text.slice(slash + 1), family);
  // A mask of no bits makes the address not matter: it isn't even read.
  if (mask.every((word) => word === 0)) return { address: unspecifiedAddress(family), mask };
  const address = readHost(name, family);
  if (address === undefined) {
    throw new XtablesError('parameter', `host/network \`${name}' not found`);
  }
  const words = address.words.map((word, index) => (word & (mask[index] ?? 0)) >>> 0);
  return { address: addressFromWords(family, words), mask };
}

function readMask(text: string | undefined, family: Family): readonly number[] {
  const bits = family === 4 ? 32 : 128;
  if (text === undefined) return maskWords(family, bits);
  const dotted = family === 4 ? readDotted(text, false) : readAddress6(text);
  if (dotted !== undefined) return dotted.words;
  const length = readNumber(text, 0, bits);
  if (length !== undefined) return maskWords(family, length);
  throw new XtablesError('parameter', `invalid mask \`${text}' specified`);
}

function readHost(text: string, family: Family): Address | undefined {
  // The zone of a link-local address is read and forgotten.
  if (family === 6) return readAddress6(text.replace(/%.*$/, ''));
  return readDotted(text, true) ?? namedAddress(NAMES, text);
}

function readAddress6(text: string): Address | undefined {
  const address = readAddress(text);
  return address?.family === 6 ? address : undefined;
}
