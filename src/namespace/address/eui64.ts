import { addressFromWords, type Address } from '../../address/address.js';

/**
 * The link-local IPv6 address that a device makes of its Ethernet address: fe80:: with the modified EUI-64 of RFC 4291, appendix A;
 * undefined when it has none.
 */
export function linkLocalFromLladdr(lladdr: string): Address | undefined {
  const bytes = lladdr.split(':').map((byte) => Number.parseInt(byte, 16));
  const [a, b, c, d, e, f] = bytes;
  if (bytes.length !== 6 || a === undefined || b === undefined || c === undefined) return undefined;
  if (d === undefined || e === undefined || f === undefined) return undefined;
  const high = word(a ^ 0x02, b, c, 0xff);
  return addressFromWords(6, [0xfe800000, 0, high, word(0xfe, d, e, f)]);
}

function word(a: number, b: number, c: number, d: number): number {
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
