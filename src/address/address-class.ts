import type { Address } from './address.js';

/** Reports whether an address is multicast: 224.0.0.0/4 or ff00::/8. */
export function isMulticast(address: Address): boolean {
  const [first = 0] = address.words;
  return address.family === 4 ? first >>> 28 === 0xe : first >>> 24 === 0xff;
}

/** Reports whether an address is the limited broadcast 255.255.255.255. */
export function isLimitedBroadcast(address: Address): boolean {
  return address.family === 4 && address.words[0] === 0xffffffff;
}

/** Reports whether an address is a loopback one: 127.0.0.0/8 or ::1. */
export function isLoopback(address: Address): boolean {
  const [a = 0, b, c, d] = address.words;
  return address.family === 4 ? a >>> 24 === 127 : a === 0 && b === 0 && c === 0 && d === 1;
}

/** Reports whether an IPv6 address is link-local: fe80::/10. */
export function isLinkLocal6(address: Address): boolean {
  return address.family === 6 && (address.words[0] ?? 0) >>> 22 === 0xfe80 >>> 6;
}

/** Reports whether an IPv6 address is good on its link only: fe80::/10, or multicast of the link's scope. */
export function isOfLink6(address: Address): boolean {
  const [first = 0] = address.words;
  return (
    isLinkLocal6(address) || (address.family === 6 && (first & 0xff0f0000) >>> 0 === 0xff020000)
  );
}
