import type { ChainHook } from '../netfilter/base-chain.js';
import { printAddress } from '../address/address-text.js';
import { sameAddress } from '../address/address.js';
import { assertNever } from '../assert-never.js';
import type { Evaluation, Observer, StepEvent, Walked } from '../evaluate/evaluate.js';
import { sendPacket, type Sent } from '../evaluate/send-packet.js';
import { existingLink, linkByIndex } from '../namespace/namespace.js';
import { redirected } from '../namespace/traffic/redirects.js';
import { isGivenByRule, type Ending } from '../program/ending.js';
import { isForwardedFrame } from '../path/lower-namespace.js';
import { printPlace, type Place } from '../program/place.js';
import { sendIcmpError } from './answer/icmp-error.js';
import { redirect } from './answer/redirect.js';
import { reportOf } from './answer/reported.js';
import { receive } from './answer/receive.js';
import { sendReset } from './answer/tcp.js';
import { dropReason } from './drop-reason.js';
import { endsOf, type Ended } from './ended.js';
import { bridgeOn } from './ethernet/bridge-on.js';
import { handInVain, handOver } from './hand-over/hand-over.js';
import { headerOf, packetOf } from './header.js';
import type { Network, NewHop } from './network.js';
import type { Sender } from './sender.js';
import type { Traveller } from './traveller.js';

/** What a walk needs of who drives it. */
export interface Drive extends Network {
  readonly sender: Sender;
}

/** One packet's walk through one namespace, and what comes of it. */
export function walk(drive: Drive, entered: Traveller, watch: Observer): Evaluation {
  const { family } = entered.packet.dst;
  let traveller = entered;
  let looped: string | undefined;
  const step = (event: StepEvent): void => {
    watch.step?.(event);
    const { step: done, registers } = event;
    if (done.kind !== 'assign' || done.loops !== true) return;
    const { kind, name: dev } = existingLink(
      drive.namespace(entered.namespace),
      registers.routeDev,
    );
    // What a host sends to itself goes by lo, or by the VRF in whose domain it is, which may have it already.
    if (kind !== 'loopback' && (kind !== 'vrf' || entered.path === 'vrf')) return;
    looped = dev;
    const header = headerOf(packetOf(registers, family, entered.packet));
    const number = drive.note(traveller, {
      kind: 'transmit',
      iif: null,
      dev,
      gateway: null,
      ...header,
    });
    traveller = { ...traveller, number };
  };
  const copies: Walked[] = [];
  const emitted = (copy: Walked): void => {
    watch.emitted?.(copy);
    copies.push(copy);
  };
  const sent = sendPacket(
    drive.namespace(entered.namespace),
    entered.packet,
    { ...watch, step, emitted },
    entered,
  );
  drive.replace(entered.namespace, sent.namespace);
  const { registers } = sent.evaluation;
  const ended: Ended = {
    traveller: { ...traveller, quote: sent.quote },
    packet: packetOf(registers, family, entered.packet),
    registers,
    tracked: sent.tracked,
    following: sent.following,
  };
  if (isFirst(entered)) drive.sender.bind(endsOf(ended));
  end(drive, ended, sent, looped);
  for (const copy of copies) endCopy(drive, ended, copy);
  return sent.evaluation;
}

/** The sender's copy of a packet is one of its own, which nobody hears of that it is dropped. */
function endCopy(drive: Drive, sent: Ended, { ending, registers, found }: Walked): void {
  const namespace = drive.namespace(sent.traveller.namespace);
  const traveller: Traveller = { ...sent.traveller, cause: 'copy', number: undefined };
  const packet = packetOf(registers, sent.packet.dst.family, sent.packet);
  const iif = linkByIndex(namespace, registers.indev)?.name ?? sent.packet.iif ?? null;
  if (ending.kind === 'deliver' && iif !== null) {
    const header = headerOf(packet);
    const number = drive.note(traveller, { kind: 'deliver', iif, dev: iif, ...header });
    const ended = { ...sent, traveller: { ...traveller, number }, packet, registers };
    receive(drive, ended, drive.sender);
    return;
  }
  if (ending.kind === 'transmit') {
    const link = existingLink(namespace, registers.routeDev);
    const gateway = found?.resolution.gateway;
    handOver(
      drive,
      { ...sent, traveller, packet, registers },
      { link, iif, gateway, unheard: true },
    );
    return;
  }
  if (ending.kind !== 'drop') return;
  const reason = dropReason(ending.at);
  const at = printPlace(ending.at);
  drive.note(traveller, { kind: 'drop', iif, at, ...(reason === undefined ? {} : { reason }) });
}

/** The sender's own packet, where it is sent. */
function isFirst({ cause, packet, socketless }: Traveller): boolean {
  return cause === 'sent' && packet.iif === undefined && socketless !== true;
}

function end(
  drive: Drive,
  ended: Ended,
  { evaluation, namespace }: Sent,
  looped: string | undefined,
): void {
  const { traveller, packet } = ended;
  const { ending, registers, found } = evaluation;
  const name = (index: number): string => linkByIndex(namespace, index)?.name ?? `if${index}`;
  const arrived = packet.iif === undefined ? null : name(registers.iif);
  const iif = looped ?? arrived;
  const nexthop = registers.direct === 1 ? undefined : found?.resolution.gateway;
  const unheard = isGivenByRule(ending);
  const gateway = unheard
    ? nexthop
    : redirected(
        namespace.traffic.redirects,
        registers.routeDev,
        packet.dst,
        nexthop,
        found?.resolution.route,
      );
  const redirects = (): void => {
    const came = packet.iif === undefined ? undefined : linkByIndex(namespace, registers.iif);
    if (came !== undefined && (came.index === registers.routeDev || seemsToTurnBack(ended)))
      redirect(drive, ended, came, gateway ?? packet.dst);
  };
  switch (ending.kind) {
    case 'transmit': {
      if (ending.bridged !== undefined && traveller.bridged !== undefined) {
        bridgeOn(drive, ended, traveller.bridged, { stage: ending.bridged, gateway });
        return;
      }
      const link = existingLink(namespace, registers.routeDev);
      if (!unheard) redirects();
      const { sender } = drive;
      const fail = isFirst(traveller) && !sender.connects ? sender.fail.bind(sender) : undefined;
      handOver(drive, ended, { link, iif, gateway, unheard, fail });
      return;
    }
    case 'deliver': {
      const dev = name(registers.indev);
      const number = drive.note(traveller, {
        kind: 'deliver',
        iif: dev,
        dev,
        ...headerOf(packet),
      });
      receive(drive, { ...ended, traveller: { ...traveller, number } }, drive.sender);
      return;
    }
    case 'drop': {
      if (wasForwarded(ended, ending)) redirects();
      const link = linkByIndex(namespace, registers.routeDev);
      if (ending.at.kind === 'device' && link !== undefined) {
        handInVain(drive, ended, { link, iif, gateway, unheard });
        return;
      }
      if (REFUSED_BY_DEVICE.has(ending.at.kind) && link !== undefined) {
        const to = gateway === undefined ? null : printAddress(gateway);
        const hop = { kind: 'transmit', iif, dev: link.name, gateway: to } as const;
        const lost = { at: printPlace(ending.at), ...headerOf(packet) };
        refuse(drive, ended, ending, { ...hop, ...lost });
        return;
      }
      drop(drive, ended, ending, isFrame(ended, ending) ? (packet.iif ?? null) : iif);
      return;
    }
    case 'error':
      // What could not be made is no packet; but the one that was asked for has to end somewhere.
      if (traveller.path === 'vrf') {
        drive.note(traveller, {
          kind: 'drop',
          iif: name(registers.iif),
          at: printPlace(ending.at),
        });
        // Source: `vrf_tx_error`, NET_XMIT_DROP, which `net_xmit_errno` makes an error of for who asks for errors.
        if (isFirst(traveller) && !drive.sender.connects) drive.sender.fail('ENOBUFS');
        return;
      }
      if (!isFirst(traveller)) return;
      drive.note(traveller, { kind: 'drop', iif, at: printPlace(ending.at) });
      drive.sender.fail(ending.errno ?? found?.resolution.error ?? 'EINVAL');
      return;
    default:
      assertNever(ending);
  }
}

/** Whether a host has begun to forward what a rule drops: the sender has heard of a better next hop by then. Source: `ip_forward`. */
function wasForwarded(ended: Ended, { at }: Extract<Ending, { kind: 'drop' }>): boolean {
  const { path, bridged, packet } = ended.traveller;
  const isFrames =
    isForwardedFrame(path) || (bridged !== undefined && !sameAddress(ended.packet.dst, packet.dst));
  if (isFrames && !seemsToTurnBack(ended)) return false;
  if (at.kind === 'masquerade' || at.kind === 'clash') return true;
  return (at.kind === 'rule' || at.kind === 'policy') && FORWARDED.has(at.hook);
}

/**
 * Whether a sender of IPv6 is taken for one of the link that the packet leaves by, since it got its route while it was the frame of a port: the host takes the device of
 * that route for the one by which it came. Source: `ip6_rcv_core`.
 */
function seemsToTurnBack(ended: Ended): boolean {
  return ended.packet.dst.family === 6 && isRoutedAsFrame(ended);
}

/**
 * Whether a packet had another destination, and a route out of the bridge, while it was the frame of a port. Source: `br_nf_pre_routing_finish`,
 * `br_nf_pre_routing_finish_ipv6`.
 */
function isRoutedAsFrame({ traveller, packet: { dst }, registers }: Ended): boolean {
  const { bridged, packet } = traveller;
  if (bridged === undefined || sameAddress(dst, packet.dst)) return false;
  return registers.routeDev !== bridged.bridge.index;
}

const FORWARDED: ReadonlySet<ChainHook> = new Set(['FORWARD', 'POSTROUTING']);

/**
 * Whether it is dropped while it is a frame of the port by which it came: by chains, where what is for this host is the bridge's own after PREROUTING; and by the
 * look-up of another destination, where what fails in IPv4 is made a route that the bridge drops. Source: `br_nf_pre_routing_finish`,
 * `br_nf_pre_routing_finish_ipv6`.
 */
function isFrame(ended: Ended, { at }: Extract<Ending, { kind: 'drop' }>): boolean {
  const { bridged, path, packet } = ended.traveller;
  const { dst } = ended.packet;
  if (bridged === undefined) return false;
  if (at.kind === 'rule' || at.kind === 'policy') {
    return at.hook === 'PREROUTING' || (isForwardedFrame(path) && !isRoutedAsFrame(ended));
  }
  if (sameAddress(dst, packet.dst)) return false;
  return ROUTING_DROPS.has(at.kind) || (at.kind === 'lookup' && dst.family === 6);
}

const ROUTING_DROPS: ReadonlySet<Place['kind']> = new Set([
  'rp_filter',
  'martian-source',
  'martian-destination',
]);

/** A WireGuard device that has nobody to send to was given the packet. Source: `wg_xmit`. */
const REFUSED_BY_DEVICE: ReadonlySet<Place['kind']> = new Set(['allowed-ips', 'endpoint']);

function drop(
  drive: Drive,
  ended: Ended,
  ending: Extract<Ending, { kind: 'drop' }>,
  iif: string | null,
): void {
  const { at } = ending;
  const icmp = reportOf(ended, ending);
  const reason = dropReason(at);
  refuse(drive, ended, ending, {
    kind: 'drop',
    iif,
    at: printPlace(at),
    ...(reason === undefined ? {} : { reason }),
    ...(icmp === undefined ? {} : { icmp }),
  });
}

/** Notes where a packet ends, and who hears of it. */
function refuse(
  drive: Drive,
  ended: Ended,
  ending: Extract<Ending, { kind: 'drop' }>,
  hop: NewHop,
): void {
  const { errno, reset } = ending;
  const icmp = reportOf(ended, ending);
  const number = drive.note(ended.traveller, hop);
  // A connect learns of it by what comes back, if anything does.
  const isCall = isFirst(ended.traveller) && !drive.sender.connects;
  if (isCall && errno !== undefined) drive.sender.fail(errno);
  const cause = { ...ended, traveller: { ...ended.traveller, number } };
  if (icmp !== undefined) sendIcmpError(drive, cause, icmp);
  if (reset === true) sendReset(drive, cause, true);
}
