import { findLink } from '../../../machine/link-at.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { receptionOf } from '../../../machine/reception.js';
import { printPermanent } from '../../../namespace/link-kind/ip6tnl.js';
import { isUnspecified } from '../../../address/address.js';
import { printAddress } from '../../../address/address-text.js';
import { portsOf } from '../../../namespace/bridge.js';
import { hasIpv6, type Link } from '../../../namespace/link.js';
import { reportedBirth } from '../../../namespace/link-kind/birth-namespace.js';
import { kindName, traitsOf } from '../../../namespace/link-kind/link-kinds.js';
import { linkByIndex, masterOf, type Namespace } from '../../../namespace/namespace.js';
import { mtuLimits } from '../../../namespace/link-kind/mtu-limits.js';
import { addressMode6 } from '../../../namespace/sysctl/sysctl.js';
import { paint } from '../colour.js';
import type { IpContext } from '../ip-context.js';
import { printGroup } from '../named-numbers.js';
import { lineBreak, objectOf, piece, textOf, type Piece } from '../piece.js';
import { wordsOfLink } from './kind/kinds.js';
import { nameLink, type LinkName } from './link-name.js';
import { linkFlags, operState, queueingDiscipline } from './link-state-words.js';

/** What a listing of devices is made for. */
export interface LinkListing {
  /** The namespace that is listed. */
  readonly namespace: Namespace;
  /** `ip link` shows more than `ip address` does. */
  readonly forLink: boolean;
  /** The kernel's IPv6 listing of devices, which has less: what `ip -6 address` gets when it asks for no device by name. */
  readonly sparse: boolean;
  /** Link-layer addresses are shown. */
  readonly linkLayer: boolean;
}

/** What is printed of a device, in the order in which the tool prints it, without the last line end. Source: `print_linkinfo` of iproute2. */
export function linkPieces(context: IpContext, listing: LinkListing, link: Link): readonly Piece[] {
  const name = nameLink(listing.namespace, context.namespace, link, listing.sparse);
  if (context.brief) return briefPieces(context, listing, link, name);
  const state = operState(link);
  return [
    piece(`${link.index}: `, { ifindex: link.index }),
    piece(paint(context, 'device', `${name.text}: `), name.json),
    flagsPiece(link, name),
    piece(`mtu ${link.mtuBytes} `, { mtu: link.mtuBytes }),
    ...(listing.sparse ? [] : [qdiscPiece(link)]),
    ...masterPieces(listing, link),
    piece(`state ${paintState(context, `${state} `)}`, { operstate: state }),
    ...(listing.forLink ? [piece('mode DEFAULT ', { linkmode: 'DEFAULT' })] : []),
    ...(listing.sparse ? [] : [groupPiece(context, link)]),
    ...(link.txQueueLength === 0
      ? []
      : [piece(`qlen ${link.txQueueLength}`, { txqlen: link.txQueueLength })]),
    ...(listing.linkLayer || context.details ? lladdrPieces(context, listing, link) : []),
    ...(listing.sparse ? [] : netnsPieces(context, listing.namespace, link)),
    ...(context.details && !listing.sparse ? detailPieces(context, listing, link) : []),
    ...((listing.forLink || context.details) && link.alias !== undefined && !listing.sparse
      ? [piece(`${lineBreak(context)}    alias ${link.alias}`, { ifalias: link.alias })]
      : []),
  ];
}

function briefPieces(
  context: IpContext,
  { forLink }: LinkListing,
  link: Link,
  name: LinkName,
): readonly Piece[] {
  const state = operState(link);
  return [
    piece(paint(context, 'device', `${name.text.padEnd(16)} `), name.json),
    piece(paintState(context, `${state.padEnd(14)} `), { operstate: state }),
    ...(forLink || context.linkLayer
      ? [
          ...(link.lladdr === ''
            ? []
            : [piece(paint(context, 'lladdr', `${link.lladdr} `), { address: link.lladdr })]),
          flagsPiece(link, name),
        ]
      : []),
  ];
}

function paintState(context: IpContext, text: string): string {
  const word = text.trimEnd();
  if (word === 'UP') return paint(context, 'up', text);
  return word === 'DOWN' ? paint(context, 'down', text) : text;
}

function flagsPiece(link: Link, { lowerIsDown }: LinkName): Piece {
  const flags = [...linkFlags(link), ...(lowerIsDown ? ['M-DOWN'] : [])];
  return piece(`<${flags.join(',')}> `, { flags });
}

function qdiscPiece(link: Link): Piece {
  const qdisc = queueingDiscipline(link);
  return piece(`qdisc ${qdisc} `, { qdisc });
}

function masterPieces({ namespace, sparse }: LinkListing, { master }: Link): readonly Piece[] {
  const bridge = master === undefined || sparse ? undefined : linkByIndex(namespace, master);
  if (bridge === undefined) return [];
  return [piece(`master ${bridge.name} `, { master: bridge.name })];
}

function groupPiece(context: IpContext, link: Link): Piece {
  const group = printGroup(context.names, link.group);
  return piece(`group ${group} `, { group });
}

function lladdrPieces(context: IpContext, { sparse }: LinkListing, link: Link): readonly Piece[] {
  const { hardware } = traitsOf(link.kind);
  const type = context.numeric ? `[${hardware.type}]` : hardware.name;
  return [
    piece(`${lineBreak(context)}    link/${type} `, { link_type: type }),
    ...(link.lladdr === '' ? [] : addressPieces(context, sparse, link)),
  ];
}

function addressPieces(context: IpContext, sparse: boolean, link: Link): readonly Piece[] {
  return [
    piece(paint(context, 'lladdr', link.lladdr), { address: link.lladdr }),
    ...(sparse
      ? []
      : [
          piece(
            link.pointToPoint ? ' peer ' : ' brd ',
            link.pointToPoint ? { link_pointtopoint: true } : {},
          ),
          piece(paint(context, 'lladdr', link.broadcastLladdr), {
            broadcast: link.broadcastLladdr,
          }),
          ...permanentPieces(link),
        ]),
  ];
}

/** The permanent address of a tunnel, once it has another end, or of an IPvlan device, once the device below has another. Source: `print_linkinfo` of iproute2. */
function permanentPieces({ settings, lladdr }: Link): readonly Piece[] {
  if (settings.kind === 'ipvlan' && !['', lladdr].includes(settings.firstLladdr)) {
    const permaddr = settings.firstLladdr;
    return [piece(` permaddr ${permaddr}`, { permaddr })];
  }
  if (settings.kind === 'ip6tnl') {
    const permaddr = printPermanent(settings);
    return [piece(` permaddr ${permaddr}`, { permaddr })];
  }
  if (settings.kind !== 'tunnel' || lladdr.includes(':')) return [];
  if (isUnspecified(settings.firstLocal)) return [];
  const permaddr = printAddress(settings.firstLocal);
  if (permaddr === lladdr) return [];
  return [piece(` permaddr ${permaddr}`, { permaddr })];
}

/** Names are known for namespaces that `ip netns` has; the first one has none. */
function netnsPieces(context: IpContext, namespace: Namespace, link: Link): readonly Piece[] {
  const other = reportedBirth(link) ?? (link.peer ?? link.lower)?.namespace;
  if (other === undefined || other === context.namespace) return [];
  const id = namespace.netnsIds.get(other) ?? -1;
  const text = other === '' ? ` link-netnsid ${id}` : ` link-netns ${other}`;
  return [piece(text, { link_netnsid: id })];
}

function detailPieces(
  context: IpContext,
  { namespace, forLink }: LinkListing,
  link: Link,
): readonly Piece[] {
  const master = masterOf(namespace, link);
  const { queuesOf } = traitsOf(link.kind);
  const [min, max] = mtuLimits(link);
  const queues = queuesOf(link);
  const mode = addressMode6(namespace, link);
  const place = { namespace: context.namespace, index: link.index };
  const { promiscuity, allmulti } = receptionOf(context.machine, place);
  return [
    piece(` promiscuity ${promiscuity} `, { promiscuity }),
    piece(`allmulti ${allmulti} `, { allmulti }),
    piece(`minmtu ${min} `, { min_mtu: min }),
    piece(`maxmtu ${max} `, { max_mtu: max }),
    ...(link.kind === 'loopback' ? [] : [kindPiece(context, namespace, link, master)]),
    ...(forLink && !isBare(link) && hasIpv6(link)
      ? [piece(`addrgenmode ${mode} `, { inet6_addr_gen_mode: mode })]
      : []),
    piece(`numtxqueues ${queues} `, { num_tx_queues: queues }),
    piece(`numrxqueues ${queues} `, { num_rx_queues: queues }),
    ...offloadsOf(tsoMaxSize(context.machine, namespace, link)).map(([name, value]) =>
      piece(`${name} ${value} `, { [name]: value }),
    ),
  ];
}

/** What a module brings along of IP tunnels is without IPv6 until it has been up. Source: `addrconf_notify`, at an MTU of 0. */
function isBare({ settings, kind, started }: Link): boolean {
  return (
    settings.kind === 'tunnel' &&
    settings.fallback &&
    !started &&
    ['ipip', 'gre', 'vti'].includes(kind)
  );
}

/** The kind and what only it has, then the same of the device whose port it is. Source: `print_linktype` of iproute2. */
function kindPiece(
  context: IpContext,
  namespace: Namespace,
  link: Link,
  master: Link | undefined,
): Piece {
  const own = wordsOfLink(link)?.details?.(context, namespace, link) ?? [];
  const name = kindName(link.kind);
  const text = `${lineBreak(context)}    ${name} ${textOf(own)}`;
  const data = own.length === 0 ? {} : { info_data: objectOf(own) };
  if (master === undefined) return piece(text, { linkinfo: { info_kind: name, ...data } });
  const ofPort = wordsOfLink(master)?.portDetails?.(context, namespace, link, master) ?? [];
  return piece(`${text}${lineBreak(context)}    ${kindName(master.kind)}_slave ${textOf(ofPort)}`, {
    linkinfo: {
      info_kind: name,
      ...data,
      info_slave_kind: kindName(master.kind),
      ...(ofPort.length === 0 ? {} : { info_slave_data: objectOf(ofPort) }),
    },
  });
}

/** That of the device below, or the least of its ports. Source: `netif_inherit_tso_max`, `br_set_gso_limits`, `bond_compute_features`. */
function tsoMaxSize(machine: Machine, namespace: Namespace, link: Link): number {
  const { settings } = link;
  if (settings.kind === 'bridge' || settings.kind === 'bond') {
    if (!settings.hadPorts) return WITHOUT_PORTS;
    const ofPorts = portsOf(namespace, link.index).map((port) =>
      tsoMaxSize(machine, namespace, port),
    );
    return Math.min(traitsOf(link.kind).tsoMaxSize, ...ofPorts);
  }
  const { follows, tsoMaxSize: own } = traitsOf(link.kind);
  const lower = link.lower === undefined ? undefined : findLink(machine, link.lower);
  if (link.lower === undefined || lower === undefined || follows === undefined) return own;
  return tsoMaxSize(machine, namespaceOf(machine, link.lower.namespace), lower);
}

/** Source: `TSO_LEGACY_MAX_SIZE`. */
const WITHOUT_PORTS = 65536;

/** Limits of segmentation offload; one of them differs from kind to kind. */
function offloadsOf(tso: number): readonly (readonly [name: string, value: number])[] {
  return [
    ['gso_max_size', 65536],
    ['gso_max_segs', 65535],
    ['tso_max_size', tso],
    ['tso_max_segs', 65535],
    ['gro_max_size', 65536],
    ['gso_ipv4_max_size', 65536],
    ['gro_ipv4_max_size', 65536],
  ];
}
