import { swapBytes } from '../address/swap-bytes.js';
import { addressFromWords, type Address } from '../address/address.js';
import { hashWords } from '../ipset/jenkins-hash.js';
import type { AddressRange } from '../connection/nat-range.js';
import { scaleHash } from './scale-hash.js';

/** Whose connection is given an address. */
export interface AddressQuestion {
  readonly src: Address;
  readonly dst: Address;
  /** The address takes the place of the destination, and not of the source. */
  readonly destination: boolean;
  /** Neither the destination nor the zone counts. */
  readonly persistent: boolean;
  /** The number of its zone. */
  readonly zone: number;
}

/**
 * The address of a range that NAT gives a connection, by a hash of its addresses as they lie in the memory of a little-endian machine. Source:
 * `find_best_ips_proto`.
 */
export function hashedAddress({ from, to }: AddressRange, question: AddressQuestion): Address {
  const { src, dst, destination, persistent, zone } = question;
  const other = [...dst.words];
  const seed = persistent ? 0 : (swapBytes(other.at(-1) ?? 0) ^ zone) >>> 0;
  // An IPv4 address is followed by zeros.
  let hash = hashWords(
    Array.from({ length: 4 }, (_, at) => swapBytes(src.words[at] ?? 0)),
    seed,
  );
  let isBelow = false;
  const words = from.words.map((low, at) => {
    const high = to.words[at] ?? 0;
    // Below the last address anything may follow.
    const first = isBelow ? 0 : low;
    const count = isBelow ? 0xffffffff : (high - low + 1) >>> 0;
    const word = (first + scaleHash(hash, count)) >>> 0;
    if (word !== high) isBelow = true;
    if (destination) other[at] = word;
    if (!persistent) hash = (hash ^ swapBytes(other[at] ?? 0)) >>> 0;
    return word;
  });
  return addressFromWords(from.family, words);
}
