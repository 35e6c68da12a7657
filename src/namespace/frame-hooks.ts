import { devicesForwardedTo, forwardingOf } from '../netfilter/nft/forwarding.js';
import { deviceChains, deviceTables, isOfDevices } from '../netfilter/device-chains.js';
import type { Netfilter } from '../netfilter/netfilter.js';
import type { NftNotFollowed } from '../netfilter/nft/not-followed.js';
import type { FwdStatement } from '../netfilter/nft/statement.js';
import type { Table } from '../netfilter/table.js';
import type { Link } from './link.js';
import type { Namespace } from './namespace.js';

/** What chains at hooks of devices see that isn't followed: the frames of a device that carries those of another. */
export function framesNotFollowed({
  links,
  netfilter,
}: Pick<Namespace, 'links' | 'netfilter'>): readonly NftNotFollowed[] {
  const hasChains = deviceTables(netfilter).some(({ chains }) =>
    chains.some(({ base }) => isOfDevices(base)),
  );
  if (!hasChains) return [];
  const all = links.toArray();
  const isVrf = (index: number): boolean =>
    all.some((link) => link.index === index && link.kind === 'vrf');
  const carrying = all.filter(
    ({ index, kind, master }) =>
      kind === 'vrf' ||
      (master !== undefined && !isVrf(master)) ||
      all.some(({ lower }) => lower?.index === index),
  );
  const meets = (hook: 'INGRESS' | 'EGRESS'): boolean =>
    carrying.some(({ name }) =>
      deviceChains(netfilter, hook, name).some(
        ({ chain: { base, rules } }) => !rules.isEmpty() || base?.policy === 'DROP',
      ),
    );
  return [
    ...(meets('INGRESS') ? (['nft hook ingress of a device below another'] as const) : []),
    ...(meets('EGRESS') ? (['nft hook egress of a device below another'] as const) : []),
    ...forwardingNotFollowed(all, netfilter),
  ];
}

/** Rules give packets from devices that send frames to neighbours on such devices. */
function forwardingNotFollowed(
  links: readonly Link[],
  netfilter: Netfilter,
): readonly NftNotFollowed[] {
  const forwarding = (hook: 'INGRESS' | 'EGRESS', name: string): readonly Forwarding[] =>
    deviceChains(netfilter, hook, name).flatMap(({ table, chain }) =>
      forwardingOf(table, chain).map((statement) => ({ table, statement })),
    );
  const lacking = links.filter(({ kind, arp }) => kind === 'loopback' || !arp);
  const lacksArp = links.some((link) =>
    forwarding('INGRESS', link.name).some(({ table, statement }) => {
      const devices = new Set([link.index, ...devicesForwardedTo(statement, table)]);
      return lacking.some(({ index }) => devices.has(index));
    }),
  );
  return [
    ...(links.some(({ name }) => forwarding('EGRESS', name).length > 0)
      ? (['nft fwd at egress'] as const)
      : []),
    ...(lacksArp ? (['nft fwd by a device without ARP'] as const) : []),
  ];
}

interface Forwarding {
  readonly table: Table;
  readonly statement: FwdStatement;
}
