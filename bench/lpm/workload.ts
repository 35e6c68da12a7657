import { maskWords } from '../../src/address/prefix.js';
import { seededRandom } from '../core/random.js';
import type { PrefixTable } from './prefix-table.js';

/** Addresses to look up. */
export interface Workload {
  readonly name: string;
  /** One word per address for IPv4, four for IPv6. */
  readonly addresses: Uint32Array;
}

/** What the names of workloads mean, for the report. */
export const WORKLOADS_TEXT =
  '**rand** is uniform addresses (for IPv6 within 2000::/3), which flatters everyone; **in** is a random prefix, then random host bits; ' +
  '**zipf** draws from as many such addresses with s = 1.0, as traffic does.';

/** The three workloads, of `count` addresses each. */
export function makeWorkloads(
  table: PrefixTable,
  count: number,
  seed: number,
): readonly Workload[] {
  const random = seededRandom(seed);
  const inside = drawInside(table, count, random);
  return [
    { name: 'rand', addresses: drawUniform(table, count, random) },
    { name: 'in', addresses: inside },
    { name: 'zipf', addresses: drawZipf(inside, count, random) },
  ];
}

function drawUniform({ family }: PrefixTable, count: number, random: () => number): Uint32Array {
  const addresses = Uint32Array.from({ length: family === 4 ? count : 4 * count }, random);
  if (family === 4) return addresses;
  for (let at = 0; at < addresses.length; at += 4) {
    addresses[at] = 0x20000000 | ((addresses[at] ?? 0) >>> 3);
  }
  return addresses;
}

function drawInside(
  { family, prefixes }: PrefixTable,
  count: number,
  random: () => number,
): Uint32Array {
  const step = family === 4 ? 1 : 4;
  const masks = Array.from({ length: 32 * step + 1 }, (_, length) => maskWords(family, length));
  const addresses = new Uint32Array(step * count);
  for (let at = 0; at < addresses.length; at += step) {
    const prefix = prefixes[random() % prefixes.length];
    const mask = masks[prefix?.length ?? 0] ?? [];
    for (let word = 0; word < step; word++) {
      const fixed = mask[word] ?? 0;
      addresses[at + word] = ((prefix?.address.words[word] ?? 0) & fixed) | (random() & ~fixed);
    }
  }
  return addresses;
}

/** Draws address k with a chance that goes with 1 / k. */
function drawZipf(pool: Uint32Array, count: number, random: () => number): Uint32Array {
  const step = pool.length / count;
  const sums = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) sums[rank] = sum += 1 / (rank + 1);
  const addresses = new Uint32Array(pool.length);
  for (let at = 0; at < addresses.length; at += step) {
    const sought = (random() / 2 ** 32) * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] ?? 0) < sought) low = middle + 1;
      else high = middle;
    }
    for (let word = 0; word < step; word++) addresses[at + word] = pool[low * step + word] ?? 0;
  }
  return addresses;
}
