import { isLinkLocal6, isLoopback, isMulticast } from '../../address/address-class.js';
import {
  addressFromWords,
  isUnspecified,
  sameAddress,
  type Address,
} from '../../address/address.js';
import { parsePrefix } from '../../address/address-text.js';
import { hostPrefix, makePrefix, prefixContains, type Prefix } from '../../address/prefix.js';
import { addressesOf, type InterfaceAddress } from '../../namespace/address/interface-address.js';
import type { Link } from '../../namespace/link.js';
import type { Namespace } from '../../namespace/namespace.js';
import { detectsDuplicates } from '../../namespace/sysctl/sysctl.js';
import { ADDRESS_FIELDS } from '../../packet/field.js';
import { setAddress, type Assignment } from '../../predicate/assignment.js';
import type { AddressMap } from '../../program/address-map.js';

/** The labels of RFC 6724 as the kernel has them, by prefix, longest first. Source: `ip6addrlbl_init_table`. */
const LABELS: readonly (readonly [Prefix, number])[] = (
  [
    ['::1/128', 0],
    ['::ffff:0:0/96', 4],
    ['::/96', 3],
    ['2001::/32', 6],
    ['2001:10::/28', 7],
    ['3ffe::/16', 12],
    ['2002::/16', 2],
    ['fec0::/10', 11],
    ['fc00::/7', 5],
    ['::/0', 1],
  ] as const
).map(([text, label]) => [parsePrefix(text), label]);

/** Scopes of unicast addresses in the numbers of multicast ones. Source: RFC 4291 section 2.7. */
const SCOPE_LINK = 2;
const SCOPE_SITE = 5;
const SCOPE_GLOBAL = 14;

const SITE_LOCAL = parsePrefix('fec0::/10');
const LINK_LOCAL = parsePrefix('fe80::/10');

/** An own address that could be a source. */
interface Candidate {
  readonly address: InterfaceAddress;
  /** ifindex of its device. */
  readonly dev: number;
}

/**
 * Selects the source address for a destination; undefined when there is none to be had. Source: RFC 6724 section 5;
 * `ipv6_dev_get_saddr`.
 *
 * @param dev - ifindex of the output device; 0 when it isn't known
 */
export function selectSource6(
  namespace: Namespace,
  dev: number,
  destination: Address,
): Address | undefined {
  const onlyDevice = isMulticast(destination) || scopeOf(destination) <= SCOPE_LINK;
  const candidates = namespace.links
    .toArray()
    .filter((link) => !onlyDevice || dev === 0 || link.index === dev)
    .flatMap((link) =>
      addressesOf(link, 6)
        .filter((address) => isChecked(namespace, link, address))
        .map((address) => ({ address, dev: link.index })),
    );
  const [first, ...others] = candidates;
  if (first === undefined) return undefined;
  const best = others.reduce(
    (chosen, other) => (isBetter(other, chosen, dev, destination) ? other : chosen),
    first,
  );
  return best.address.local;
}

/** Nobody else has the address: on a device that is down that can't be asked, and has to be waived. Source: `addrconf_dad_begin`. */
function isChecked(namespace: Namespace, link: Link, { flags }: InterfaceAddress): boolean {
  return link.up || flags.has('nodad') || !detectsDuplicates(namespace, link);
}

/** The rules in their order: the first by which the two differ decides. */
function isBetter(a: Candidate, b: Candidate, dev: number, destination: Address): boolean {
  const scoreA = scores(a, dev, destination);
  const scoreB = scores(b, dev, destination);
  const decisive = scoreA.findIndex((score, index) => score !== scoreB[index]);
  return decisive >= 0 && (scoreA[decisive] ?? 0) > (scoreB[decisive] ?? 0);
}

function scores({ address, dev }: Candidate, out: number, destination: Address): readonly number[] {
  const { local, flags, length } = address;
  const scope = scopeOf(local);
  // A scope that is too small is worse than any that is wide enough; of those the smallest is best.
  const appropriate = scope >= scopeOf(destination) ? -scope : scope - 128;
  return [
    sameAddress(local, destination) ? 1 : 0,
    appropriate,
    flags.has('deprecated') ? 0 : 1,
    flags.has('home') ? 1 : 0,
    out === 0 || dev === out ? 1 : 0,
    labelOf(local) === labelOf(destination) ? 1 : 0,
    Math.min(commonBits(local, destination), length),
  ];
}

function scopeOf(address: Address): number {
  if (isMulticast(address)) return ((address.words[0] ?? 0) >>> 16) & 0xf;
  if (isUnspecified(address)) return 0;
  if (isLinkLocal6(address) || isLoopback(address)) return SCOPE_LINK;
  return prefixContains(SITE_LOCAL, address) ? SCOPE_SITE : SCOPE_GLOBAL;
}

function labelOf(address: Address): number {
  return LABELS.find(([prefix]) => prefixContains(prefix, address))?.[1] ?? 1;
}

function commonBits(a: Address, b: Address): number {
  const index = a.words.findIndex((word, position) => word !== b.words[position]);
  if (index < 0) return 128;
  return 32 * index + Math.clz32((a.words[index] ?? 0) ^ (b.words[index] ?? 0));
}

/** The source that a device's packets get, by destination, as an address map that sets `prefsrc`. */
export function sourceMap6(namespace: Namespace, dev: number): AddressMap {
  const changesFor = (words: readonly number[]): readonly Assignment[] => {
    const source = selectSource6(namespace, dev, addressFromWords(6, words));
    return source === undefined ? [] : setAddress('prefsrc', source);
  };
  return {
    fields: ADDRESS_FIELDS.prefsrc,
    changesFor,
    *entries() {
      for (const prefix of boundaries(namespace)) {
        yield { prefix, changes: changesFor(prefix.address.words) };
      }
    },
  };
}

/** Every prefix at which the choice can turn: labels, scopes, and each own address bit by bit. Within one, less the longer ones, it is the same. */
function boundaries(namespace: Namespace): readonly Prefix[] {
  const scopes = [LINK_LOCAL, SITE_LOCAL];
  const groups = Array.from({ length: 256 }, (_, low) =>
    makePrefix(addressFromWords(6, [(0xff000000 | (low << 16)) >>> 0, 0, 0, 0]), 16),
  );
  const own = namespace.links
    .toArray()
    .flatMap((link) => addressesOf(link, 6))
    .flatMap(({ local, length }) =>
      [hostPrefix(local)].concat(
        Array.from({ length: length + 1 }, (_, bits) => makePrefix(local, bits)),
        siblings(local, length),
      ),
    );
  return [...LABELS.map(([prefix]) => prefix), ...scopes, ...groups, ...own];
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
