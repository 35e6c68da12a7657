import { printAddress } from '../../../src/address/address-text.js';
import { HostNames } from '../../../src/host/host-names.js';
import type { Host } from '../../../src/host/host.js';
import { PROPERTIES, type Property } from '../../../src/verify/property/properties.js';

/** Claims of every kind about the end of packets, of everything that a host has a name for. */
export function claimsAbout(host: Host): readonly Property[] {
  const names = new HostNames(host);
  const { links, v4, v6 } = host.namespace;
  const devices = links.toArray().map(({ name }) => name);
  const both = [v4, v6];
  const gateways = both.flatMap(({ tables }) =>
    [...tables.values()].flatMap(({ routes }) =>
      [...routes.values()]
        .flat()
        .flatMap(({ nexthops }) =>
          nexthops.flatMap(({ gateway }) => (gateway === undefined ? [] : [printAddress(gateway)])),
        ),
    ),
  );
  const rules = both.flatMap(({ rules: all }) => all.toArray().map(({ priority }) => priority));
  const tables = both.flatMap(({ tables: all }) => [...all.keys()].map(String));
  const addresses = links.toArray().flatMap(({ addresses: own }) => own.map(({ local }) => local));
  return [
    ...[
      PROPERTIES.leaves,
      PROPERTIES.leavesOnLink,
      PROPERTIES.neverLeaves,
      PROPERTIES.delivered,
      PROPERTIES.dropped,
      PROPERTIES.keepsSource,
    ].map((kind) => kind.of(undefined, names)),
    ...[...new Set(gateways)].flatMap((gateway) => [
      PROPERTIES.leavesVia.of(gateway, names),
      PROPERTIES.neverLeavesVia.of(gateway, names),
    ]),
    ...devices.flatMap((dev) => [
      PROPERTIES.leavesBy.of(dev, names),
      PROPERTIES.neverLeavesBy.of(dev, names),
    ]),
    ...['ENETUNREACH', 'EHOSTUNREACH', 'EPERM', 'EINVAL'].map((errno) =>
      PROPERTIES.failsWith.of(errno, names),
    ),
    ...['FORWARD', 'filter OUTPUT policy', 'route lookup (output)', 'bind'].map((place) =>
      PROPERTIES.droppedAt.of(place, names),
    ),
    ...[...new Set(rules)].map((priority) => PROPERTIES.takesRule.of(priority, names)),
    ...[...new Set(tables)].map((table) => PROPERTIES.takesTable.of(table, names)),
    ...addresses.map((address) => PROPERTIES.endsWithSource.of(printAddress(address), names)),
    PROPERTIES.hasMark.of({ value: 2, mask: 0xff }, names),
    PROPERTIES.hasMark.of({ value: 0, mask: 0xffffffff }, names),
  ];
}
