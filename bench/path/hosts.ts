import type { Address } from '../../src/address/address.js';
import { parseAddress } from '../../src/address/address-text.js';
import type { Prefix } from '../../src/address/prefix.js';
import { withRoutesAt } from '../../src/fib/fib-table.js';
import { makeNexthop, makeRoute } from '../../src/fib/make-route.js';
import { TABLE } from '../../src/fib/route.js';
import { Host } from '../../src/host/host.js';
import { withNamespace } from '../../src/machine/machine.js';
import { withTable } from '../../src/namespace/family-tables.js';
import { linkByName } from '../../src/namespace/namespace.js';

/** How many next hops the generated routes have. */
const NEXT_HOPS = 64;

/** The founding example: mail leaves by its own gateway. */
export const FOUNDING: readonly string[] = [
  'ip link set lo up',
  'ip link add eth0 type veth peer name wire',
  'ip link set eth0 up',
  'ip link set wire up',
  'ip addr add 192.168.1.23/24 dev eth0',
  'ip route add 169.254.0.0/16 dev eth0 scope link',
  'ip route add default via 192.168.1.1 dev eth0',
  'iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 0x2',
  'ip rule add fwmark 0x2 table 100',
  'ip route add default via 192.168.1.2 table 100',
  'sysctl -w net.ipv4.ip_forward=1',
];

/** The founding example, with more commands after it. */
export function foundingHost(more: readonly string[] = []): Host {
  return Host.fromCommands([...FOUNDING, ...more]);
}

/** The next hop of the route with a number. */
export function gatewayOf(index: number): Address {
  return parseAddress(`192.168.1.${100 + (index % NEXT_HOPS)}`);
}

/**
 * A host with a route for each of many prefixes in table main, over 64 next hops. They are put there as the routes that the commands would
 * have made: a full-size table takes seconds so, in the place of minutes.
 */
export function withMainTable(host: Host, prefixes: readonly Prefix[]): Host {
  const { namespace } = host;
  const dev = linkByName(namespace, 'eth0')?.index ?? 0;
  const nexthops = Array.from({ length: NEXT_HOPS }, (_, index) => [
    makeNexthop({ dev, gateway: gatewayOf(index) }),
  ]);
  const before = namespace.v4.tables.get(TABLE.main);
  if (before === undefined) throw new RangeError('host: has no table main');
  // One map that is filled, not one for each route.
  const filled = prefixes.reduce(
    (table, dst, index) =>
      withRoutesAt(table, dst, [makeRoute({ dst, nexthops: nexthops[index % NEXT_HOPS] ?? [] })]),
    before.set('routes', before.routes.asMutable()),
  );
  const main = filled.set('routes', filled.routes.asImmutable());
  const after = namespace.update('v4', (state) => withTable(state, main));
  return Host.fromMachine(withNamespace(host.machine, host.namespaceName, after));
}
