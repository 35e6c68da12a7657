import { addressFromWords, type Address } from '../../address/address.js';

/**
 * The link-local IPv6 address that a device makes of its Ethernet address: fe80:: with the modified EUI-64 of RFC 4291, appendix A;
 * undefined when it has none. Of devices that share an address each has a number of its own. Source: `addrconf_ifid_eui48`.
 */
export function linkLocalFromLladdr(lladdr: string, number = 0): Address | undefined {
  const bytes = lladdr.split(':').map((byte) => Number.parseInt(byte, 16));
  const [a, b, c, d, e, f] = bytes;
  if (bytes.length !== 6 || a === undefined || b === undefined || c === undefined) return undefined;
  if (d === undefined || e === undefined || f === undefined) return undefined;
  if (number !== 0) {
    const middle = [word(a, b, c, number >>> 8), word(number & 0xff, d, e, f)];
    return addressFromWords(6, [0xfe800000, 0, ...middle]);
  }
  const high = word(a ^ 0x02, b, c, 0xff);
  return addressFromWords(6, [0xfe800000, 0, high, word(0xfe, d, e, f)]);
}

function word(a: number, b: number, c: number, d: number): number {
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
