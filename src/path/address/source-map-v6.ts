import { addressFromWords, compareAddresses, type Address } from '../../address/address.js';
import { hostPrefix, makePrefix, prefixCovers, type Prefix } from '../../address/prefix.js';
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
  for (const prefix of prefixes) {
    let nearest = around.at(-1);
    while (nearest !== undefined && !prefixCovers(nearest.prefix, prefix)) {
      around.pop();
      nearest = around.at(-1);
    }
    const changes = changesFor(prefix.address);
    if (nearest?.changes === changes) continue;
    const entry = { prefix, changes };
    found.push(entry);
    around.push(entry);
  }
  return found;
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
