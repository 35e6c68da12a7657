import { parseAddress } from '../../../src/address/address-text.js';
import { isLinkLocal6 } from '../../../src/address/address-class.js';
import { isUnspecified, sameAddress, type Address } from '../../../src/address/address.js';
import type { Hop } from '../../../src/journey/hop.js';
import { Sender } from '../../../src/journey/sender.js';
import type { Traveller } from '../../../src/journey/traveller.js';
import {
  namespaceOf,
  ROOT_NAMESPACE,
  withNamespace,
  type Machine,
} from '../../../src/machine/machine.js';
import { addressesOf } from '../../../src/namespace/address/interface-address.js';
import { learnedKey } from '../../../src/namespace/traffic/learned-key.js';
import { outerProtocol, tunnelOf } from '../../../src/namespace/link-kind/tunnel.js';
import { withTraffic } from '../../../src/evaluate/program-of.js';
import { makePacket } from '../../../src/packet/make-packet.js';
import { parsePacketJson } from '../../../src/packet/packet-json.js';
import { PROTOCOL } from '../../../src/packet/protocol.js';
import type { FollowedPacket } from '../question.js';
import type { Observation, Seen } from '../world.js';
import { ANY_DEVICE, REFUSED } from './compare-followed.js';
import { FollowingDriver } from './following-driver.js';

/** The most walks of one packet, with all that tunnels make of it. */
const MOST_WALKS = 256;

/** What would be observed of a packet in a world: what devices are given, what is delivered, in order. */
export function follow(
  machine: Machine,
  followed: FollowedPacket,
): { readonly machine: Machine; readonly observed: Observation } {
  const { iif, oif, through } = followed;
  const has = (dev: string | undefined): boolean =>
    dev === undefined ||
    namespaceOf(machine, ROOT_NAMESPACE).links.some(({ name }) => name === dev);
  if (!has(oif)) return { machine, observed: { error: 'ENODEV' } };
  if (!has(through) || (iif !== undefined && !isReached(machine, iif)))
    return { machine, observed: {} };
  let start = machine;
  for (;;) {
    const driver = run(start, followed);
    const unanswered = driver.hops
      .flatMap(unansweredIn)
      .filter(([dev, address]) => asks(start, dev, address, followed));
    if (unanswered.length === 0) return { machine: driver.machine, observed: observe(driver) };
    for (const [dev, address] of unanswered) start = answering(start, dev, address);
  }
}

/** Whether a frame comes to a device: it is there and up, with all that it lies on. */
function isReached(machine: Machine, name: string): boolean {
  const { links } = namespaceOf(machine, ROOT_NAMESPACE);
  const link = links.find((one) => one.name === name);
  if (link === undefined) return false;
  // A bond that is down hands on what its port receives.
  if (link.kind !== 'bond' && !(link.up && link.carrier)) return false;
  const below = links.find(({ index, master }) =>
    link.kind === 'bond' ? master === link.index : index === link.lower?.index,
  );
  return below === undefined ? link.kind !== 'bond' : isReached(machine, below.name);
}

function run(machine: Machine, followed: FollowedPacket): FollowingDriver {
  const { through, note: _, ...fields } = followed;
  const packet = parsePacketJson(fields);
  const driver = new FollowingDriver(
    machine,
    new Sender(ROOT_NAMESPACE, packet),
    MOST_WALKS,
    undefined,
  );
  const traveller: Traveller = {
    namespace: ROOT_NAMESPACE,
    packet,
    cause: 'sent',
    number: undefined,
  };
  driver.enter(through === undefined ? traveller : wrapped(machine, through, traveller));
  if (!driver.run()) throw new Error(`more than ${MOST_WALKS} walks`);
  return driver;
}

/** Where a tunnel that names no ends is reached, and from where. */
const OWN_END = '10.0.0.1';
const FAR_END = '10.0.1.9';

/** A packet as the far end of a tunnel sends it. */
function wrapped(machine: Machine, name: string, inner: Traveller): Traveller {
  const link = namespaceOf(machine, ROOT_NAMESPACE).links.find((one) => one.name === name);
  const tunnel = link && tunnelOf(link);
  if (tunnel === undefined) throw new RangeError(`${name} is no tunnel`);
  const end = (address: Address, any: string): Address =>
    isUnspecified(address) ? parseAddress(any) : address;
  const { family } = inner.packet.dst;
  const protocol =
    tunnel.type === 'gre' ? outerProtocol('gre') : family === 4 ? PROTOCOL.ipip : PROTOCOL.ipv6;
  return {
    ...inner,
    packet: makePacket({
      iif: inner.packet.iif,
      src: end(tunnel.remote, FAR_END),
      dst: end(tunnel.local, OWN_END),
      protocol,
      length: inner.packet.length + IP_HEADER + greHeader(tunnel),
    }),
    inner,
    wrapped: {
      by: { namespace: ROOT_NAMESPACE, index: link?.index ?? 0 },
      kind: tunnel.type,
      key: tunnel.inputKey,
    },
  };
}

const IP_HEADER = 20;

function greHeader({ type, inputKey }: NonNullable<ReturnType<typeof tunnelOf>>): number {
  if (type !== 'gre') return 0;
  return inputKey === undefined ? 4 : 8;
}

/** Whom nobody has answered for: in a world, everybody answers. */
function unansweredIn(hop: Hop): readonly (readonly [dev: string, address: Address])[] {
  const found = hop.kind === 'drop' ? /^neighbour (\S+) dev (\S+)$/.exec(hop.at) : null;
  const [, address = '', dev = ''] = found ?? [];
  return found === null || hop.ns !== null ? [] : [[dev, parseAddress(address)]];
}

/** Whether a host can ask for a neighbour: in IPv6 from a link-local address, or from the packet's source. Source: `ndisc_solicit`. */
function asks(
  machine: Machine,
  dev: string,
  { family }: Address,
  { src }: FollowedPacket,
): boolean {
  const link = namespaceOf(machine, ROOT_NAMESPACE).links.find(({ name }) => name === dev);
  if (family === 4 || link === undefined) return true;
  const own = addressesOf(link, 6);
  return own.some(
    ({ local, resting }) =>
      !resting &&
      (src === undefined || isLinkLocal6(local) || sameAddress(local, parseAddress(src))),
  );
}

function answering(machine: Machine, dev: string, address: Address): Machine {
  const namespace = namespaceOf(machine, ROOT_NAMESPACE);
  const index = namespace.links.find(({ name }) => name === dev)?.index ?? 0;
  const { traffic } = namespace;
  const neighbour = { lladdr: '02:04:00:00:00:01', answered: true };
  const learned = traffic.learned.set(learnedKey(index, address), neighbour);
  return withNamespace(
    machine,
    ROOT_NAMESPACE,
    withTraffic(namespace, traffic.set('learned', learned)),
  );
}

function observe(driver: FollowingDriver): Observation {
  const hops = driver.hops.filter(({ ns }) => ns === null);
  const { errno } = driver.sender.fate;
  return {
    ...(errno === undefined ? {} : { error: errno }),
    out: hops.flatMap((hop, at) => {
      if (hop.kind === 'transmit') {
        const seen = { ...seenIn(hop), ...nextHopOf(driver.machine, hop) };
        return [{ ...seen, src: sourceOf(driver.machine, hop, hops[at + 1]) }];
      }
      return hop.kind === 'drop' && REFUSED_BY_DEVICE.has(hop.at) ? [REFUSED] : [];
    }),
    in: hops.flatMap((hop) => (hop.kind === 'deliver' ? [arrived(driver.machine, hop)] : [])),
    replies: driver.replies,
  };
}

/** A receiver in a VRF sees the port by which its packet came. */
function arrived(machine: Machine, hop: Extract<Hop, { kind: 'deliver' | 'bridge' }>): Seen {
  return { ...seenIn(hop), ...(isVrf(machine, hop.dev) ? { dev: ANY_DEVICE } : {}) };
}

/** What a VRF is given without a source is seen with the one that it gets there. */
function sourceOf(
  machine: Machine,
  { src, dev, packet }: Extract<Hop, { kind: 'transmit' }>,
  next: Hop | undefined,
): string {
  const isFilledIn = src === '0.0.0.0' && isVrf(machine, dev) && next?.kind === 'transmit';
  return isFilledIn && next.packet === packet ? next.src : src;
}

/** What a VRF is given goes where its own lookup leads, which the next device shows. */
function nextHopOf(
  machine: Machine,
  { dev, gateway, dst }: Extract<Hop, { kind: 'transmit' }>,
): Pick<Seen, 'nexthop'> {
  return gateway === null && isVrf(machine, dev) ? {} : { nexthop: gateway ?? dst };
}

function isVrf(machine: Machine, dev: string): boolean {
  const { links } = namespaceOf(machine, ROOT_NAMESPACE);
  return links.some(({ kind, name }) => kind === 'vrf' && name === dev);
}

/** A device was given a packet that it did not take. */
const REFUSED_BY_DEVICE: ReadonlySet<string> = new Set([
  'AllowedIPs',
  'endpoint of the peer',
  'policy of XFRM',
  'mode of the team',
]);

function seenIn(hop: Extract<Hop, { kind: 'transmit' | 'deliver' | 'bridge' }>): Seen {
  const { dev, src, dst, mark, tos, ttl, dport } = hop;
  const number = typeof hop.protocol === 'number' ? hop.protocol : NUMBERS.get(hop.protocol);
  const seen = { dev, src, dst, mark, tos, ttl, protocol: number ?? 0 };
  return dport === undefined ? seen : { ...seen, dport };
}

const NUMBERS: ReadonlyMap<string, number> = new Map(Object.entries(PROTOCOL));
