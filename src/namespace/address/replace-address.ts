import { sameAddress } from '../../address/address.js';
import { makePrefix, samePrefix } from '../../address/prefix.js';
import { TABLE } from '../../fib/route.js';
import { addAddress } from './addresses.js';
import { withAddresses4 } from './addresses-v4.js';
import { withAddresses6 } from './addresses-v6.js';
import { addressesOf, type InterfaceAddress } from './interface-address.js';
import { changePrefixMetric4 } from '../kernel-routes-v4.js';
import { prefixOf6, removeDeviceRoute, renewPrefixRoute6 } from '../kernel-routes-v6.js';
import type { Link } from '../link.js';
import { existingLink, withLink, type Namespace } from '../namespace.js';
import { done, type NamespaceEdit } from '../namespace-edit.js';
import { sameSubnet } from './subnet-v4.js';

/** Changes an address that the device has, or gives it a new one. Source: `inet_rtm_newaddr`, `inet6_rtm_newaddr` with `NLM_F_REPLACE`. */
export function replaceAddress(
  namespace: Namespace,
  index: number,
  address: InterfaceAddress,
): NamespaceEdit {
  const { family } = address.local;
  const before = addressesOf(existingLink(namespace, index), family).find(
    (other) =>
      sameAddress(other.local, address.local) && (family === 6 || sameSubnet(other, address)),
  );
  if (before === undefined) return addAddress(namespace, index, address);
  return done(
    family === 4
      ? modify4(namespace, index, before, address)
      : modify6(namespace, index, before, address),
  );
}

/** Of an IPv4 address, metric, origin and lifetime change. */
function modify4(
  namespace: Namespace,
  index: number,
  before: InterfaceAddress,
  { metric, protocol, flags }: InterfaceAddress,
): Namespace {
  const link = existingLink(namespace, index);
  const moved =
    before.metric === metric ? namespace : changePrefixMetric4(namespace, link, before, metric);
  const kept = flags.has('deprecated')
    ? before.flags.add('deprecated')
    : before.flags.delete('deprecated');
  const after: InterfaceAddress = { ...before, metric, protocol, flags: kept };
  const list = addressesOf(link, 4).map((other) => (other === before ? after : other));
  return withLink(moved, withAddresses4(link, list));
}

/** Of an IPv6 address, all changes but the prefix length. Source: `inet6_addr_modify`. */
function modify6(
  namespace: Namespace,
  index: number,
  before: InterfaceAddress,
  wanted: InterfaceAddress,
): Namespace {
  const link = existingLink(namespace, index);
  const hasPeer = !sameAddress(wanted.peer, wanted.local);
  const after: InterfaceAddress = {
    ...wanted,
    length: before.length,
    metric: wanted.metric || before.metric,
    peer: hasPeer ? wanted.peer : before.peer,
  };
  const list = addressesOf(link, 6).map((other) => (other === before ? after : other));
  const changed = withAddresses6(link, list);
  const listed = withLink(namespace, changed);
  const prefix = prefixOf6(after);
  const hadRoute = !before.flags.has('noprefixroute');
  const wantsRoute = !after.flags.has('noprefixroute');
  const isAlone = !list.some((other) => other !== after && samePrefix(prefixOf6(other), prefix));
  const bare = dropOldPeerRoute(listed, changed, before, after);
  if (!wantsRoute) {
    return hadRoute && isAlone ? removeDeviceRoute(bare, changed, prefix, TABLE.main) : bare;
  }
  const routed = renewPrefixRoute6(bare, changed, prefix, after.metric);
  if (sameAddress(after.peer, after.local)) return routed;
  // Now the peer gets a route for its whole prefix; a new address has one for the peer alone.
  const peerPrefix = makePrefix(after.peer, after.length);
  return renewPrefixRoute6(routed, changed, peerPrefix, after.metric);
}

/** The route of a peer that gives way to another one goes. */
function dropOldPeerRoute(
  namespace: Namespace,
  link: Link,
  before: InterfaceAddress,
  after: InterfaceAddress,
): Namespace {
  const hadPeer = !sameAddress(before.peer, before.local);
  if (!hadPeer || sameAddress(before.peer, after.peer)) return namespace;
  const prefix = makePrefix(before.peer, before.length);
  return removeDeviceRoute(namespace, link, prefix, TABLE.main);
}
