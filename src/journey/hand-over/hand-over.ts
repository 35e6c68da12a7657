import { printAddress } from '../../address/address-text.js';
import { hasEndsAsNeighbours } from '../../namespace/link-kind/tunnel.js';
import type { LinkKind } from '../../namespace/link.js';
import { printPlace } from '../../program/place.js';
import { sendIcmpError } from '../answer/icmp-error.js';
import type { Ended } from '../ended.js';
import { isResolved, resolve, unansweredAt } from '../ethernet/resolve.js';
import { HOST_UNREACHABLE } from '../host-unreachable.js';
import { headerOf } from '../header.js';
import type { Network, HandOver } from '../network.js';
import { SENDS } from '../ethernet/sends.js';
import { farEndOf } from './far-end.js';
import { handToEthernet } from './ethernet.js';
import { handToIpvlan } from './ipvlan.js';
import { keptSocket } from './kept-socket.js';
import type { Leaving } from './leaving.js';
import { handToTunnel } from './tunnel.js';
import { handToTun } from './tun.js';
import { handToIp6Tunnel } from './ip6-tunnel.js';
import { handToVrf } from './vrf.js';
import { handToWireguard } from './wireguard.js';

/** By kind of device, of those that send no frames to others. Behind the other kinds there is nothing that is simulated: the packet has left. */
const HAND_OVERS: Readonly<Partial<Record<LinkKind, HandOver>>> = {
  tun: handToTun,
  tap: handToTun,
  wireguard: handToWireguard,
  ipip: handToTunnel,
  gre: handToTunnel,
  sit: handToTunnel,
  ip6tnl: handToIp6Tunnel,
  vrf: handToVrf,
  ipvlan: handToIpvlan,
};

/** Hands a packet to the device by which it leaves: once its next hop is found on the link, the device has it. */
export function handOver(network: Network, ended: Ended, leaving: Leaving): void {
  const { link, iif, gateway, unheard = false } = leaving;
  const { traveller, registers } = ended;
  const packet = { ...ended.packet, iif: undefined };
  const nexthop = gateway ?? packet.dst;
  const handed = {
    traveller: {
      ...traveller,
      packet,
      ...(iif === null ? {} : { ...keptSocket(traveller, false), nested: 0 }),
    },
    link,
    iif,
    nexthop,
    routeType: registers.routeType,
    following: ended.following,
  };
  const act = handOverOf(link.kind);
  const resolved = act === undefined ? undefined : resolve(network, handed);
  if (resolved?.kind === 'unanswered') {
    const at = unansweredAt(resolved, nexthop, link);
    const icmp = HOST_UNREACHABLE[packet.dst.family];
    const drop = { kind: 'drop', iif, at, reason: 'NEIGH_FAILED' } as const;
    const number = network.note(traveller, unheard ? drop : { ...drop, icmp });
    if (unheard) return;
    sendIcmpError(network, { ...ended, traveller: { ...traveller, number } }, icmp, {
      leaving: link,
    });
    return;
  }
  const to = resolved?.lladdr ?? null;
  // Without an end there is no header. Source: `ipgre_header`, `neigh_connected_output`, `ndisc_mc_map`.
  if (hasEndsAsNeighbours(link) && farEndOf(link, { dst: packet.dst, nexthop, to }) === undefined) {
    const at = `neighbour ${printAddress(nexthop)} dev ${link.name}, which has no far end for it`;
    network.note(traveller, { kind: 'drop', iif, at });
    leaving.fail?.('EINVAL');
    return;
  }
  const number = network.note(traveller, {
    kind: 'transmit',
    iif,
    dev: link.name,
    gateway: gateway === undefined ? null : printAddress(gateway),
    ...headerOf(packet),
  });
  act?.(
    network,
    {
      ...handed,
      traveller: { ...handed.traveller, number },
      refuse: (error) => {
        if (unheard) return;
        const refused = { ...ended, traveller: { ...traveller, number } };
        sendIcmpError(network, refused, error, { leaving: link });
      },
    },
    to,
  );
}

/**
 * Hands a packet to a device without a carrier, which asks for neighbours in vain: only what is for a known one gets as far as the device, and is lost there.
 * Source: `neigh_resolve_output`, `noop_enqueue`.
 */
export function handInVain(network: Network, ended: Ended, leaving: Leaving): void {
  const { link, iif, gateway } = leaving;
  const { traveller, packet, registers } = ended;
  const asking = {
    traveller: { ...traveller, packet },
    link,
    nexthop: gateway ?? packet.dst,
    routeType: registers.routeType,
  };
  if (isHandedOver(link.kind) && !isResolved(network, asking)) handOver(network, ended, leaving);
  else network.note(traveller, { kind: 'drop', iif, at: printPlace({ kind: 'device' }) });
}

function handOverOf(kind: LinkKind): HandOver | undefined {
  return HAND_OVERS[kind] ?? (SENDS[kind] === undefined ? undefined : handToEthernet);
}

/** Whether anything behind a device of a kind is simulated. */
export function isHandedOver(kind: LinkKind): boolean {
  return handOverOf(kind) !== undefined;
}
