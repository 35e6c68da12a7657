import { sameAddress, type Address } from '../../address/address.js';
import { hostPrefix, prefixContains } from '../../address/prefix.js';
import { TABLE } from '../../fib/route.js';
import { removeRoutes } from '../family-tables.js';
import { addressesOf, type InterfaceAddress } from './interface-address.js';
import { hasSubnet, primaryOf, removeAddressRoute4, subnetType } from '../kernel-routes-v4.js';
import type { Link } from '../link.js';
import type { Namespace } from '../namespace.js';
import { vrfTable } from '../vrf.js';
import { isZeronet, sameSubnet, subnetBroadcast, subnetOf } from './subnet-v4.js';

/** Which routes of an address other addresses of the device still want. */
interface StillWanted {
  local: boolean;
  broadcast: boolean;
  subnetBroadcast: boolean;
}

/**
 * Takes the routes of an address out of the tables that no other address of the device wants; when the address is a local one no
 * more, routes of table main that have it as their source go too. Source: `fib_del_ifaddr`.
 *
 * @param link - the device with the addresses that it has left
 * @param promoting - the primary address that gives way to a secondary, when that is why routes go
 * @param dying - the device itself goes: no other address counts
 */
export function forgetAddress4(
  namespace: Namespace,
  link: Link,
  address: InterfaceAddress,
  promoting: InterfaceAddress | undefined,
  dying = false,
): Namespace {
  const primary = primaryOf(link, address);
  if (address.secondary && primary === address) return namespace;
  const remove = (
    before: Namespace,
    type: 'unicast' | 'local' | 'broadcast',
    dst: Address,
  ): Namespace => removeAddressRoute4(before, link, type, hostPrefix(dst), primary.local);

  const subnet = subnetOf(address);
  const isSubnet = !address.secondary && hasSubnet(address);
  let after = namespace;
  if (isSubnet && !address.flags.has('noprefixroute')) {
    after = removeAddressRoute4(after, link, subnetType(link), subnet, primary.local);
  }
  const wanted = dying ? NOTHING : stillWanted(link, address, primary, promoting);
  if (!wanted.broadcast && address.broadcast !== undefined) {
    after = remove(after, 'broadcast', address.broadcast);
  }
  if (isSubnet && address.length < 31 && !wanted.subnetBroadcast) {
    after = remove(after, 'broadcast', subnetBroadcast(subnet));
  }
  if (wanted.local) return after;
  after = remove(after, 'local', address.local);
  const stays = addressesOf(link, 4).includes(address);
  const local = vrfTable(namespace, link) ?? TABLE.local;
  if (stays || isLocalAddress(after, local, address.local)) return after;
  return removeRoutes(
    after,
    4,
    (route, table) =>
      table.id === (vrfTable(namespace, link) ?? TABLE.main) &&
      route.prefsrc !== undefined &&
      sameAddress(route.prefsrc, address.local),
  );
}

const NOTHING: StillWanted = { local: false, broadcast: false, subnetBroadcast: false };

function stillWanted(
  link: Link,
  address: InterfaceAddress,
  primary: InterfaceAddress,
  promoting: InterfaceAddress | undefined,
): StillWanted {
  const wanted: StillWanted = { ...NOTHING };
  const own = subnetBroadcast(subnetOf(address));
  const sources = addressesOf(link, 4).filter(
    (other) =>
      other !== address &&
      !(promoting !== undefined && sameSubnet(other, promoting)) &&
      // Routes with another source are others.
      sameAddress(primaryOf(link, other).local, primary.local),
  );
  for (const other of sources) {
    const broadcasts = broadcastsOf(other);
    wanted.local ||= sameAddress(other.local, address.local);
    wanted.broadcast ||= broadcasts.some((one) => isSame(one, address.broadcast));
    wanted.subnetBroadcast ||= broadcasts.some((one) => isSame(one, own));
  }
  return wanted;
}

function broadcastsOf(address: InterfaceAddress): readonly Address[] {
  const subnet = subnetOf(address);
  const ofSubnet = !address.secondary && address.length < 31 && !isZeronet(subnet);
  return [
    ...(address.broadcast === undefined ? [] : [address.broadcast]),
    ...(ofSubnet ? [subnetBroadcast(subnet)] : []),
  ];
}

function isSame(a: Address, b: Address | undefined): boolean {
  return b !== undefined && sameAddress(a, b);
}

/** Reports whether a table has an IPv4 address as a local one. Source: `inet_addr_type_dev_table`. */
function isLocalAddress(namespace: Namespace, id: number, address: Address): boolean {
  const table = namespace.v4.tables.get(id);
  const covering = [...(table?.routes.values() ?? [])]
    .flat()
    .filter((route) => prefixContains(route.dst, address))
    .toSorted((a, b) => b.dst.length - a.dst.length);
  return covering[0]?.type === 'local';
}
