import { addressFromWords } from '../../src/address/address.js';
import type { Family } from '../../src/address/family.js';
import { makePrefix, type Prefix } from '../../src/address/prefix.js';
import { seededRandom } from '../core/random.js';

/** Prefixes of each length in a full table of 2024: facts, not any one network's routes. */
const HISTOGRAMS: Readonly<Record<Family, Readonly<Record<number, number>>>> = {
  4: {
    8: 16,
    9: 13,
    10: 38,
    11: 103,
    12: 299,
    13: 581,
    14: 1203,
    15: 2100,
    16: 13490,
    17: 8235,
    18: 13798,
    19: 24870,
    20: 42611,
    21: 50750,
    22: 108623,
    23: 96510,
    24: 537698,
    25: 20,
    26: 3,
    27: 11,
    28: 18,
    29: 17,
    30: 3,
    31: 3,
    32: 886,
  },
  6: {
    16: 1,
    19: 1,
    20: 16,
    21: 3,
    22: 7,
    23: 8,
    24: 30,
    25: 8,
    26: 15,
    27: 20,
    28: 193,
    29: 4371,
    30: 650,
    31: 284,
    32: 22548,
    33: 2926,
    34: 2603,
    35: 1043,
    36: 5996,
    37: 880,
    38: 1617,
    39: 1377,
    40: 13418,
    41: 903,
    42: 2301,
    43: 1001,
    44: 14365,
    45: 1553,
    46: 3039,
    47: 3153,
    48: 75488,
    49: 11,
    50: 3,
    52: 1,
    55: 1,
    56: 24,
    58: 20,
    60: 2,
    64: 184,
    112: 2,
    122: 1,
    124: 4,
    125: 9,
    126: 19,
    127: 42,
    128: 6,
  },
};

/** The longest prefixes that registries hand out whole; longer ones lie in such a block, or in one that is not announced itself. */
const ALLOCATION_BITS = { 4: 19, 6: 32 };
/** Prefixes per block that is handed out but not announced whole. */
const HIDDEN_BLOCKS = { 4: 40, 6: 20 };
/** How much of the longer prefixes lies under an announced one. */
const NESTED_SHARE = { 4: 0.2, 6: 0.75 };
/** How unevenly the blocks are cut up. */
const SKEW = { 4: 4, 6: 8 };
/** Neighbours are announced in runs: the chance that the next block is announced as well. */
const RUN_SHARE = 0.72;
/** The first words of IPv6 addresses in use, most used first. */
const IPV6_REGIONS = [0x2a0, 0x240, 0x280, 0x260, 0x2a1, 0x200, 0x2c0, 0x241, 0x261];

/**
 * A table with the Internet's prefix lengths and clusters: blocks as registries hand them out, and inside of few of them most of the
 * longer prefixes, in runs of neighbours. In no order.
 */
export function generatePrefixes(family: Family, size: number, seed: number): readonly Prefix[] {
  const random = seededRandom(2 * seed + (family === 4 ? 0 : 1));
  const share = (): number => random() / 2 ** 32;
  const allocation = ALLOCATION_BITS[family];
  const hidden = Array.from({ length: Math.ceil(size / HIDDEN_BLOCKS[family]) }, () =>
    drawBlock(family, allocation - (random() & 3), random),
  );
  const announced: Prefix[] = [];
  const found = new Map<string, Prefix>();
  for (const [length, count] of lengthCounts(family, size)) {
    const end = found.size + count;
    while (found.size < end) {
      const pool = share() < NESTED_SHARE[family] ? announced : hidden;
      // Some blocks are cut up far more than others.
      const parent = pool[Math.floor(pool.length * share() ** SKEW[family])];
      let next: Prefix | undefined =
        length <= allocation || parent === undefined || parent.length >= length
          ? drawBlock(family, length, random)
          : drawInside(parent, length, random);
      while (next !== undefined && found.size < end) {
        const before = found.size;
        found.set(`${next.address.words.join(' ')}/${length}`, next);
        if (length <= allocation && found.size > before) announced.push(next);
        next = share() < RUN_SHARE ? neighbour(next) : undefined;
      }
    }
  }
  return shuffled([...found.values()], random);
}

/** How many prefixes of each length a table of this size has, short ones first. */
function lengthCounts(family: Family, size: number): readonly (readonly [number, number])[] {
  const histogram = Object.entries(HISTOGRAMS[family]);
  const all = histogram.reduce((sum, [, count]) => sum + count, 0);
  const counts = histogram.map(([length, count]): [number, number] => [
    Number(length),
    Math.floor((count * size) / all),
  ]);
  // What rounding took away goes to the commonest length.
  const commonest = counts.reduce((most, one) => (one[1] > most[1] ? one : most));
  commonest[1] += size - counts.reduce((sum, [, count]) => sum + count, 0);
  return counts;
}

/** A block somewhere in the addresses that are handed out to the public. */
function drawBlock(family: Family, length: number, random: () => number): Prefix {
  const first =
    family === 4 ? ((1 + (random() % 223)) << 24) >>> 0 : (drawRegion(random) << 20) >>> 0;
  const words = family === 4 ? [first] : [first, 0, 0, 0];
  const region = { address: addressFromWords(family, words), length: family === 4 ? 8 : 12 };
  return length < region.length
    ? makePrefix(region.address, length)
    : drawInside(region, length, random);
}

function drawRegion(random: () => number): number {
  const place = Math.floor(IPV6_REGIONS.length * (random() / 2 ** 32) ** 2);
  return IPV6_REGIONS[place] ?? 0;
}

/** A longer prefix inside of one, with random bits. */
function drawInside(parent: Prefix, length: number, random: () => number): Prefix {
  const { family, words } = parent.address;
  const drawn = words.map((word, index) => {
    const fixed = Math.min(32, Math.max(0, parent.length - 32 * index));
    const mask = fixed === 0 ? 0 : -1 << (32 - fixed);
    return ((word & mask) | (random() & ~mask)) >>> 0;
  });
  return makePrefix(addressFromWords(family, drawn), length);
}

/** The last address of IPv4 that isn't a group's. */
const LAST_UNICAST = 0xdfffffff;

/** The next prefix of the same length; undefined where a word of the address ends, or unicast addresses do. */
function neighbour({ address, length }: Prefix): Prefix | undefined {
  const words = [...address.words];
  const index = (length - 1) >>> 5;
  const step = 2 ** (32 * (index + 1) - length);
  const next = (words[index] ?? 0) + step;
  if (next > (address.family === 4 ? LAST_UNICAST : 0xffffffff)) return undefined;
  words[index] = next;
  return { address: addressFromWords(address.family, words), length };
}

function shuffled(prefixes: Prefix[], random: () => number): readonly Prefix[] {
  for (let index = prefixes.length - 1; index > 0; index--) {
    const other = random() % (index + 1);
    const [a, b] = [prefixes[index], prefixes[other]];
    if (a === undefined || b === undefined) break;
    prefixes[index] = b;
    prefixes[other] = a;
  }
  return prefixes;
}
