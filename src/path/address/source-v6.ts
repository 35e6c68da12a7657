import { isLinkLocal6, isLoopback, isMulticast } from '../../address/address-class.js';
import {
  addressFromWords,
  isUnspecified,
  sameAddress,
  type Address,
  unspecifiedAddress,
} from '../../address/address.js';
import { parsePrefix } from '../../address/address-text.js';
import { hostPrefix, makePrefix, prefixContains, type Prefix } from '../../address/prefix.js';
import { addressesOf, type InterfaceAddress } from '../../namespace/address/interface-address.js';
import type { Link } from '../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../namespace/namespace.js';
import { detectsDuplicates } from '../../namespace/sysctl/sysctl.js';
import { vrfOf } from '../../namespace/vrf.js';

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

/** The prefixes at which labels and scopes turn. */
export const TURNING_PREFIXES: readonly Prefix[] = [
  hostPrefix(unspecifiedAddress(6)),
  ...LABELS.map(([prefix]) => prefix),
  LINK_LOCAL,
  SITE_LOCAL,
  ...Array.from({ length: 256 }, (_, low) =>
    makePrefix(addressFromWords(6, [(0xff000000 | (low << 16)) >>> 0, 0, 0, 0]), 16),
  ),
];

/** An own address that could be a source. */
interface Candidate {
  readonly address: InterfaceAddress;
  /** ifindex of its device. */
  readonly dev: number;
  readonly scope: number;
  readonly label: number;
}

/** What a source is selected for. */
interface Wanted {
  readonly destination: Address;
  readonly scope: number;
  readonly label: number;
  /** ifindex of the output device; 0 when it isn't known. */
  readonly dev: number;
}

/** The rules in their order: of two candidates that one gives different scores, that with the higher is better. */
const RULES: readonly ((candidate: Candidate, wanted: Wanted) => number)[] = [
  ({ address }, { destination }) => Number(sameAddress(address.local, destination)),
  // A scope that is too small is worse than any that is wide enough; of those the smallest is best.
  ({ scope }, wanted) => (scope >= wanted.scope ? -scope : scope - 128),
  ({ address }) => Number(!address.flags.has('deprecated')),
  ({ address }) => Number(address.flags.has('home')),
  ({ dev }, wanted) => Number(wanted.dev === 0 || dev === wanted.dev),
  ({ label }, wanted) => Number(label === wanted.label),
  ({ address: { local, length } }, { destination }) =>
    Math.min(commonBits(local, destination), length),
];

/** Selects the source address for a destination; undefined when there is none to be had. */
export type SourceSelector6 = (destination: Address) => Address | undefined;

/**
 * The selection of source addresses in a namespace. Source: RFC 6724 section 5; `ipv6_dev_get_saddr`.
 *
 * @param dev - ifindex of the output device; 0 when it isn't known
 */
export function sourceSelector6(namespace: Namespace, dev: number): SourceSelector6 {
  const all = candidatesOf(namespace, dev);
  const ofDevice = dev === 0 ? all : all.filter((candidate) => candidate.dev === dev);
  return (destination) => {
    const scope = scopeOf(destination);
    const onlyDevice = isMulticast(destination) || scope <= SCOPE_LINK;
    const wanted = { destination, scope, label: labelOf(destination), dev };
    let best: Candidate | undefined;
    for (const candidate of onlyDevice ? ofDevice : all) {
      if (best === undefined || isBetter(candidate, best, wanted)) best = candidate;
    }
    return best?.address.local;
  };
}

/** Only devices of the same domain count; within that of a VRF the output device comes first, then the VRF. Source: `ipv6_get_saddr_master`. */
function candidatesOf(namespace: Namespace, dev: number): readonly Candidate[] {
  const vrf = vrfOf(namespace, linkByIndex(namespace, dev));
  const links = namespace.links
    .toArray()
    .filter((link) => vrfOf(namespace, link)?.index === vrf?.index);
  const first = links.filter(({ index }) => index === dev);
  const nearest = vrf === undefined ? links : [...new Set([...first, vrf, ...links])];
  return nearest.flatMap((link) =>
    addressesOf(link, 6)
      .filter((address) => isChecked(namespace, link, address))
      .map((address) => ({
        address,
        dev: link.index,
        scope: scopeOf(address.local),
        label: labelOf(address.local),
      })),
  );
}

/** Nobody else has the address: on a device that is down that can't be asked, and has to be waived. Source: `addrconf_dad_begin`. */
function isChecked(namespace: Namespace, link: Link, { flags }: InterfaceAddress): boolean {
  return link.up || flags.has('nodad') || !detectsDuplicates(namespace, link);
}

/** The first rule by which the two differ decides. */
function isBetter(a: Candidate, b: Candidate, wanted: Wanted): boolean {
  for (const rule of RULES) {
    const more = rule(a, wanted) - rule(b, wanted);
    if (more !== 0) return more > 0;
  }
  return false;
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
  for (let index = 0; index < a.words.length; index++) {
    const difference = (a.words[index] ?? 0) ^ (b.words[index] ?? 0);
    if (difference !== 0) return 32 * index + Math.clz32(difference);
  }
  return 128;
}
