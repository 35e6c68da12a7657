import { addressFromWords, compareAddresses, type Address } from '../../address/address.js';
import {
  hostPrefix,
  makePrefix,
  prefixContains,
  prefixCovers,
  type Prefix,
} from '../../address/prefix.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import type { Namespace } from '../../namespace/namespace.js';
import { ADDRESS_FIELDS } from '../../packet/field.js';
import { setAddress, type Assignment } from '../../predicate/assignment.js';
import type { AddressMap } from '../../program/address-map.js';
import { sourceSelector6, TURNING_PREFIXES } from './source-v6.js';

/** A prefix with the changes for its destinations. */
interface Entry {
  readonly prefix: Prefix;
  readonly changes: readonly Assignment[];
}

/** The source that a device's packets get, by destination, as an address map that sets `prefsrc`. */
export function sourceMap6(namespace: Namespace, dev: number): AddressMap {
  const sourceOf = sourceSelector6(namespace, dev);
  const changes = new Map<Address | undefined, readonly Assignment[]>([[undefined, []]]);
  const changesFor = (destination: Address): readonly Assignment[] => {
    const source = sourceOf(destination);
    let known = changes.get(source);
    if (known === undefined && source !== undefined) {
      changes.set(source, (known = setAddress('prefsrc', source)));
    }
    return known ?? [];
  };
  let entries: readonly Entry[] | undefined;
  return {
    fields: ADDRESS_FIELDS.prefsrc,
    changesFor: (words) => changesFor(addressFromWords(6, words)),
    entries: () => (entries ??= turns(boundaries(namespace), changesFor)),
  };
}

/** The prefixes that have other changes than what is around them, with these. Prefixes come before the longer ones in them. */
function turns(
  prefixes: readonly Prefix[],
  changesFor: (destination: Address) => readonly Assignment[],
): readonly Entry[] {
  const found: Entry[] = [];
  const around: Entry[] = [];
  for (const [at, prefix] of prefixes.entries()) {
    let nearest = around.at(-1);
    while (nearest !== undefined && !prefixCovers(nearest.prefix, prefix)) {
      around.pop();
      nearest = around.at(-1);
    }
    // Where longer ones hold all of it any will do: one that most of them have makes the map small.
    const changes = changesFor(ownAddress(prefixes, at) ?? prefix.address);
    if (nearest?.changes === changes) continue;
    const entry = { prefix, changes };
    found.push(entry);
    around.push(entry);
  }
  return found;
}

/** An address of a prefix that none of the longer ones behind it holds; undefined where they hold all of it. */
function ownAddress(prefixes: readonly Prefix[], at: number): Address | undefined {
  const prefix = prefixes[at];
  if (prefix === undefined) return undefined;
  let free: Address | undefined = prefix.address;
  let next = at + 1;
  while (free !== undefined && prefixContains(prefix, free)) {
    const inner = prefixes[next];
    if (inner === undefined || compareAddresses(free, inner.address) < 0) return free;
    free = addressAfter(inner);
    next = firstFrom(prefixes, free, next + 1);
  }
  return undefined;
}

/** The first address behind a prefix; undefined behind the last. */
function addressAfter({ address, length }: Prefix): Address | undefined {
  const words = [...address.words];
  let carry = (1 << ((128 - length) % 32)) >>> 0;
  for (let index = Math.ceil(length / 32) - 1; index >= 0 && carry > 0; index--) {
    const sum = (words[index] ?? 0) + carry;
    words[index] = sum >>> 0;
    carry = sum > 0xffffffff ? 1 : 0;
  }
  return carry > 0 ? undefined : addressFromWords(6, words);
}

/** The place of the first of sorted prefixes, from one on, that doesn't begin before an address. */
function firstFrom(
  prefixes: readonly Prefix[],
  address: Address | undefined,
  from: number,
): number {
  let low = from;
  let high = address === undefined ? from : prefixes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const prefix = prefixes[middle];
    if (
      prefix !== undefined &&
      address !== undefined &&
      compareAddresses(prefix.address, address) < 0
    )
      low = middle + 1;
    else high = middle;
  }
  return low;
}

const known = new WeakMap<Namespace['links'], readonly Prefix[]>();

/**
 * Every prefix at which the choice can turn, each before the longer ones in it: labels, scopes, and each own address bit by bit. Within
 * one, less the longer ones, it is the same.
 */
function boundaries({ links }: Namespace): readonly Prefix[] {
  let prefixes = known.get(links);
  if (prefixes === undefined) {
    const own = links
      .toArray()
      .flatMap((link) => addressesOf(link, 6))
      .flatMap(({ local, length }) =>
        [hostPrefix(local)].concat(
          Array.from({ length: length + 1 }, (_, bits) => makePrefix(local, bits)),
          siblings(local, length),
        ),
      );
    prefixes = [...TURNING_PREFIXES, ...own].toSorted(
      (a, b) => compareAddresses(a.address, b.address) || a.length - b.length,
    );
    known.set(links, prefixes);
  }
  return prefixes;
}

/** The other half of each prefix of an address: what shares one bit less with it. */
function siblings(address: Address, length: number): readonly Prefix[] {
  return Array.from({ length }, (_, bit) => {
    const words = address.words.map((word, index) =>
      index === Math.floor(bit / 32) ? (word ^ (0x80000000 >>> (bit % 32))) >>> 0 : word,
    );
    return makePrefix(addressFromWords(6, words), bit + 1);
  });
}
