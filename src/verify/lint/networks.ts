import { tick } from '../../bound.js';
import { isLinkLocal6, isLoopback, isMulticast } from '../../address/address-class.js';
import { parseAddress } from '../../address/address-text.js';
import { addressFromWords, sameAddress, type Address } from '../../address/address.js';
import { addressBits, type Family } from '../../address/family.js';
import { prefixContains, type Prefix } from '../../address/prefix.js';
import { TABLE, type Route } from '../../fib/route.js';
import { familyKey, linkByIndex, type Namespace } from '../../namespace/namespace.js';

/** An address of this host, and the device that has it. */
export interface OwnAddress {
  readonly address: Address;
  readonly device: string;
}

/** Addresses that are reached without a gateway, by a route of table main. */
export interface Network {
  readonly device: string;
  readonly prefix: Prefix;
  /** A host there that is not this one. */
  readonly host: Address;
  readonly route: Route;
}

/** A route out: to everywhere, or to half of it, of any table. */
export interface WayOut {
  readonly device: string;
  readonly route: Route;
  readonly hasGateway: boolean;
}

/** A route so short takes what nothing else takes: the halves 0.0.0.0/1 and 128.0.0.0/1 are put in the place of a default route. */
export const SHORT = 1;

/** The addresses of this host by which others know it: not of lo, not link-local. */
export function ownAddresses({ links }: Namespace, family: Family): readonly OwnAddress[] {
  return links
    .toArray()
    .flatMap(({ name, kind, addresses }) =>
      kind === 'loopback'
        ? []
        : addresses
            .map(({ local }) => ({ address: local, device: name }))
            .filter(({ address }) => address.family === family && !isLinkLocal6(address)),
    );
}

/** The networks that are connected, and hosts that have a route of their own without a gateway. */
export function networksOf(namespace: Namespace, family: Family): readonly Network[] {
  const own = ownAddresses(namespace, family);
  return routesOf(namespace, family, TABLE.main).flatMap((route): readonly Network[] => {
    tick();
    const [nexthop] = route.nexthops;
    const { address, length } = route.dst;
    if (route.type !== 'unicast' || nexthop === undefined || nexthop.gateway !== undefined)
      return [];
    if (length <= SHORT || isLinkLocal6(address) || isLoopback(address) || isMulticast(address)) {
      return [];
    }
    const device = linkByIndex(namespace, nexthop.dev)?.name;
    const host = hostIn(route.dst, own);
    return device === undefined || host === undefined
      ? []
      : [{ device, prefix: route.dst, host, route }];
  });
}

/** Every route by which packets leave for everywhere. */
export function waysOut(namespace: Namespace, family: Family): readonly WayOut[] {
  const { tables } = namespace[familyKey(family)];
  return [...tables.keys()]
    .filter((id) => id !== TABLE.local)
    .flatMap((id) => routesOf(namespace, family, id))
    .flatMap((route) => {
      tick();
      return route.type !== 'unicast' || route.dst.length > SHORT
        ? []
        : route.nexthops.flatMap(({ dev, gateway }): readonly WayOut[] => {
            const device = linkByIndex(namespace, dev)?.name;
            return device === undefined || device === 'lo'
              ? []
              : [{ device, route, hasGateway: gateway !== undefined }];
          });
    });
}

/** Tables that every host has, to which the kernel's own rules lead. */
export const BUILT_IN: ReadonlySet<number> = new Set([TABLE.local, TABLE.main, TABLE.default]);

/** Names of the devices by which routes lead. */
export function devicesOf(namespace: Namespace, routes: readonly Route[]): ReadonlySet<string> {
  return new Set(
    routes.flatMap(({ nexthops }) =>
      nexthops.flatMap(({ dev }) => linkByIndex(namespace, dev)?.name ?? []),
    ),
  );
}

/** Reports whether some next hop of a route is on a device. */
export function leadsBy(namespace: Namespace, route: Route, device: string | null): boolean {
  return route.nexthops.some(({ dev }) => linkByIndex(namespace, dev)?.name === device);
}

/** The routes of a table, in no order that matters but for those of one prefix; empty when there is no such table. */
export function routesOf(namespace: Namespace, family: Family, table: number): readonly Route[] {
  const found: Route[] = [];
  for (const routes of namespace[familyKey(family)].tables.get(table)?.routes.values() ?? []) {
    tick();
    found.push(...routes);
  }
  return found;
}

/** A host of a prefix that isn't this one; undefined when there is none. */
export function hostIn(prefix: Prefix, own: readonly OwnAddress[]): Address | undefined {
  const { address, length } = prefix;
  const last = address.words.length - 1;
  const bits = Math.min(32, addressBits(address.family) - length);
  const broadcast = address.family === 4 && bits > 1 ? 2 ** bits - 1 : undefined;
  return [77, 9, 5, 2, 1, 3, 0]
    .filter((offset) => offset < 2 ** bits && offset !== broadcast && (offset > 0 || bits < 2))
    .map((offset) =>
      addressFromWords(
        address.family,
        address.words.map((word, index) => (index === last ? (word | offset) >>> 0 : word)),
      ),
    )
    .find((host) => !own.some((other) => sameAddress(other.address, host)));
}

const FAR: Readonly<Record<Family, readonly string[]>> = {
  4: [
    '8.8.8.8',
    '1.1.1.1',
    '9.9.9.9',
    '45.33.32.156',
    '93.184.215.14',
    '151.101.1.69',
    '185.199.108.153',
  ],
  6: ['2600::9', '2a00:1450:4001::9', '2404:6800::9', '2c0f:f248::9', '2800:3f0::9'],
};

/** An address of the internet that none of these prefixes names. */
export function elsewhere(family: Family, named: readonly Prefix[]): Address {
  const far = (FAR[family] ?? []).map((text) => parseAddress(text));
  const free = far.find(
    (address) =>
      !named.some((prefix) => {
        tick();
        return prefix.length > SHORT && prefixContains(prefix, address);
      }),
  );
  const address = free ?? far[0];
  if (address === undefined) throw new RangeError('family: no address');
  return address;
}

/** Reports whether an address is one that only the own networks know. Source: RFC 1918, RFC 6598, RFC 4193. */
export function isPrivate({ family, words: [first = 0] }: Address): boolean {
  if (family === 6) return first >>> 25 === 0xfc00 >>> 9;
  return (
    first >>> 24 === 10 ||
    first >>> 20 === 0xac1 ||
    first >>> 16 === 0xc0a8 ||
    first >>> 22 === 0x191
  );
}
