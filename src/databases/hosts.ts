import { addressFromWords, type Address } from '../address/address.js';

/** A name, and the 32 bits of its address of IPv4. */
export type NamedAddress = readonly [name: string, word: number];

/** The hosts that a machine without a name server knows: itself. Source: hosts(5) */
export const KNOWN_HOSTS: readonly NamedAddress[] = [['localhost', 0x7f000001]];

/** The networks of /etc/networks as Debian installs it. Source: networks(5) */
export const KNOWN_NETWORKS: readonly NamedAddress[] = [
  ['default', 0],
  ['loopback', 0x7f000000],
  ['link-local', 0xa9fe0000],
];

/** The address that goes by a name; undefined when none does. */
export function namedAddress(names: readonly NamedAddress[], name: string): Address | undefined {
  const word = names.find(([own]) => own === name)?.[1];
  return word === undefined ? undefined : addressFromWords(4, [word]);
}

/** The name that an address of IPv4 goes by; undefined when it has none. */
export function nameOfHost(word: number): string | undefined {
  return KNOWN_HOSTS.find(([, own]) => own === word)?.[0];
}
