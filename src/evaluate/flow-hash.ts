import { swapBytes } from '../address/swap-bytes.js';
import type { Family } from '../address/family.js';
import { addressBits } from '../address/family.js';
import { ADDRESS_FIELDS, type AddressField, type Field } from '../packet/field.js';
import type { ChoiceHash, HashKey } from '../program/choice-point.js';
import { hashPair } from '../ipset/jenkins-hash.js';
import { sipHash } from './sip-hash.js';

/** Reads one register of the packet at hand. */
export type ReadField = (field: Field) => number;

/** The option that the hash of a flow chooses. Source: `fib_select_multipath`. */
export function chooseByHash(choice: ChoiceHash, read: ReadField): number {
  const { key, bounds, buckets, otherwise } = choice;
  const hash = hashFlow(key, read);
  if (buckets !== undefined) return buckets[hash % buckets.length] ?? otherwise;
  const option = bounds.findIndex((bound) => hash <= bound);
  return option < 0 ? otherwise : option;
}

/**
 * The hash of a flow by which the kernel spreads flows over nexthops, 0 to 2^31 - 1: the same for both directions of a flow. As the
 * kernel computes it on a little-endian machine. Source: `flow_hash_from_keys_seed`, `__flow_hash_consistentify`.
 */
function hashFlow(key: HashKey, read: ReadField): number {
  const hash = hasFields(key) ? hashFields(key, read) : 0;
  return (key.mixed ? hashPair(hash, 0) : hash) >>> 1;
}

function hasFields({ src, dst, protocol, sport, dport, flowLabel }: HashKey): boolean {
  return [src, dst, protocol, sport, dport, flowLabel].some((field) => field !== undefined);
}

function hashFields(key: HashKey, read: ReadField): number {
  const seed = { high: key.seed, low: key.seed };
  const value = (field: Field | number | undefined): number => {
    if (field === undefined) return 0;
    return typeof field === 'number' ? field : read(field);
  };
  const words = [
    value(key.protocol) << 16,
    swapBytes(value(key.flowLabel)),
    // VLANs and the key id of a tunnel.
    0,
    0,
    0,
    0,
    0,
    portWord(value(key.sport), value(key.dport)),
    0,
    ...addressWords(key, read),
    0,
  ];
  const { low } = sipHash(words, seed, seed);
  return low === 0 ? 1 : low;
}

/** Both addresses as they lie in memory, the smaller one first. */
function addressWords({ family, src, dst }: HashKey, read: ReadField): readonly number[] {
  const source = memoryWords(family, src, read);
  const destination = memoryWords(family, dst, read);
  return isLess(family, destination, source)
    ? [...destination, ...source]
    : [...source, ...destination];
}

function memoryWords(
  family: Family,
  address: AddressField | undefined,
  read: ReadField,
): readonly number[] {
  const count = addressBits(family) / 32;
  if (address === undefined) return Array.from({ length: count }, () => 0);
  return ADDRESS_FIELDS[address].slice(0, count).map((field) => swapBytes(read(field)));
}

/** IPv4 addresses are compared as the numbers that their bytes in memory make, IPv6 addresses byte by byte. */
function isLess(family: Family, a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((word, index) => word !== b[index]);
  const [left = 0, right = 0] = [a[at], b[at]];
  return family === 4 ? left < right : swapBytes(left) < swapBytes(right);
}

/** Both ports as they lie in memory, the smaller one first. */
function portWord(sport: number, dport: number): number {
  const [a, b] = [swapPort(sport), swapPort(dport)];
  return b < a ? (a << 16) | b : (b << 16) | a;
}

function swapPort(port: number): number {
  return ((port & 0xff) << 8) | (port >>> 8);
}
