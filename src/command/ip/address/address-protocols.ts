import { readU8 } from '../number-arguments.js';

/** Names of the origins of addresses. Source: `IFAPROT_` constants; `addrprot_names` of iproute2. */
const NAMES = ['unspec', 'kernel_lo', 'kernel_ra', 'kernel_ll'];

/** Reads the origin of an address: a name, or a number of 8 bits; undefined when the word is neither. */
export function readAddressProtocol(word: string): number | undefined {
  const named = NAMES.indexOf(word);
  return named < 0 ? readU8(word) : named;
}

/** Prints the origin of an address by its name, or else in hexadecimal. */
export function printAddressProtocol(protocol: number, numeric: boolean): string {
  const name = numeric ? undefined : NAMES[protocol];
  return name ?? `0x${protocol.toString(16)}`;
}
