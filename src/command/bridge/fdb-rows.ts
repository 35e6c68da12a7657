import { printAddress } from '../../address/address-text.js';
import { isGroupLladdr } from '../../address/lladdr.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import { bridgeOf } from '../../namespace/bridge-ports.js';
import { entriesOf } from '../../namespace/bridge-entries.js';
import type { BridgeEntry } from '../../namespace/link-kind/bridge.js';
import { lladdrKey } from '../../namespace/lladdr-key.js';
import { HARDWARE } from '../../namespace/link-kind/kind-traits.js';
import { traitsOf } from '../../namespace/link-kind/link-kinds.js';
import { overlayOf } from '../../namespace/link-kind/overlay.js';
import { isSamePlace, type Link } from '../../namespace/link.js';
import { linkByIndex, masterOf, type Namespace } from '../../namespace/namespace.js';
import { refuseUnsimulated } from './refuse.js';

/** A line of `bridge fdb show`. */
export interface FdbRow {
  readonly mac: string;
  readonly ifname: string;
  readonly dst?: string | undefined;
  readonly vlan?: number | undefined;
  readonly via?: string | undefined;
  readonly flags: readonly string[];
  readonly master?: string;
  /** Nothing for one that may age. */
  readonly state: 'permanent' | 'static' | '';
  /** It is static besides being permanent. */
  readonly noarp?: boolean;
}

/** Of which devices entries are shown, by ifindex: of one, or of a bridge and its ports. */
interface Chosen {
  readonly dev: number | undefined;
  readonly br: number | undefined;
}

/** The entries of devices: for each device those of its bridge, then its own; none for other link layers than Ethernet. Source: `rtnl_fdb_dump`, `br_fdb_dump`, `ndo_dflt_fdb_dump`. */
export function fdbRows(machine: Machine, here: string, { dev, br }: Chosen): readonly FdbRow[] {
  const namespace = namespaceOf(machine, here);
  return namespace.links.toArray().flatMap((link): readonly FdbRow[] => {
    const isOfBridge = br === undefined || link.index === br || link.master === br;
    if ((dev !== undefined && link.index !== dev) || !isOfBridge) return [];
    if (traitsOf(link.kind).hardware !== HARDWARE.ether) return [];
    const bridge = bridgeOf(namespace, link);
    const mastered = bridge === undefined ? [] : bridgeRows(namespace, bridge, link);
    if (link.kind === 'vxlan') return mastered.concat(vxlanRows(namespace, link));
    const own = deviceRows(machine, here, link);
    if (link.kind !== 'bridge') return mastered.concat(own);
    return own.concat(bridgeRows(namespace, link, undefined));
  });
}

/**
 * A bridge has an entry for each VLAN of a port, besides the one for frames without a VLAN, which decides as long as the bridge doesn't filter. Source: `br_fdb_add`,
 * `nbp_vlan_add`.
 */
function bridgeRows(namespace: Namespace, bridge: Link, port: Link | undefined): readonly FdbRow[] {
  const { settings } = bridge;
  if (settings.kind !== 'bridge') return [];
  const { vlan_default_pvid: pvid } = settings.options;
  const moved = entriesOf(namespace, bridge);
  return settings.entries.flatMap((entry, place): readonly FdbRow[] => {
    const { lladdr, state, sticky } = entry;
    const row = (vlan?: number): FdbRow => ({
      mac: lladdr,
      ifname: (port ?? bridge).name,
      vlan,
      flags: sticky ? ['sticky'] : [],
      master: bridge.name,
      state: STATES[state],
    });
    const ofVlan = pvid !== 0 && entry.port === port?.index ? [row(pvid)] : [];
    return ofVlan.concat(moved[place]?.port === port?.index ? [row()] : []);
  });
}

const STATES = {
  permanent: 'permanent',
  static: 'static',
  dynamic: '',
} as const satisfies Record<BridgeEntry['state'], FdbRow['state']>;

/** The addresses that a device takes frames for besides its own, those of single hosts first. */
function deviceRows(machine: Machine, here: string, link: Link): readonly FdbRow[] {
  if (isBelow(machine, here, link)) refuseUnsimulated('bridge fdb of a device below others');
  const { moreLladdrs, groupLladdrs, name } = link;
  const singles = moreLladdrs.filter((one) => !isGroupLladdr(one));
  return [...singles, ...groupLladdrs].map((mac) => ({
    mac,
    ifname: name,
    flags: ['self'],
    state: 'permanent',
  }));
}

/** Reports whether a device takes frames for others: for VLANs and the like on it, or for a bond that it is a port of. Source: `dev_uc_sync`, `dev_mc_sync`. */
function isBelow(machine: Machine, here: string, link: Link): boolean {
  const kind = masterOf(namespaceOf(machine, here), link)?.kind;
  if (kind === 'bond' || kind === 'team') return true;
  const place = { namespace: here, index: link.index };
  return machine.namespaces.some(({ links }) =>
    links.some(
      ({ kind: above, lower }) =>
        (above === 'vlan' || above === 'macvlan' || above === 'ipvlan') &&
        isSamePlace(lower, place),
    ),
  );
}

/** What a VXLAN device has learned and was given, the newest address first. Source: `vxlan_fdb_dump`. */
function vxlanRows(namespace: Namespace, link: Link): readonly FdbRow[] {
  const { entries = [] } = overlayOf(link) ?? {};
  const { lower, name } = link;
  const below = lower === undefined ? undefined : linkByIndex(namespace, lower.index)?.name;
  const macs = [...new Set(entries.map(({ lladdr }) => lladdr))].toReversed();
  const flags = ['self'];
  const given = macs.flatMap((mac) =>
    entries
      .filter(({ lladdr }) => lladdr === mac)
      .map(({ dst, own, state }): FdbRow => ({
        mac,
        ifname: name,
        flags,
        dst: printAddress(dst),
        via: own ? below : undefined,
        state: state.permanent ? 'permanent' : state.noarp ? 'static' : '',
        noarp: state.noarp,
      })),
  );
  const start = lladdrKey(link.index, '');
  const learned = [...namespace.traffic.farEnds]
    .filter(([key]) => key.startsWith(start) && !macs.includes(key.slice(start.length)))
    .map(([key, dst]): FdbRow => ({
      mac: key.slice(start.length),
      ifname: name,
      flags,
      dst: printAddress(dst),
      state: '',
    }));
  return [...learned, ...given];
}
