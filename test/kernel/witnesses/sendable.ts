import type { Family } from '../../../src/address/family.js';
import { holds } from '../../../src/evaluate/holds.js';
import { packetRegisters } from '../../../src/evaluate/registers.js';
import { HostNames } from '../../../src/host/host-names.js';
import type { Host } from '../../../src/host/host.js';
import type { Packet } from '../../../src/packet/packet.js';
import { familyKey } from '../../../src/namespace/namespace.js';
import { requiresDissection } from '../../../src/rpdb/rule-predicate.js';
import { namespaceOf } from '../../../src/machine/machine.js';
import type { PacketFilter } from '../../../src/verify/packets/packet-filter.js';
import { packetSet, type PacketSet } from '../../../src/verify/packets/packet-set.js';
import type { Direction } from '../../../src/verify/packets/packet-space.js';

/** Packets that the harness can't send, and why. */
interface Unsendable {
  readonly why: string;
  readonly filter: PacketFilter;
}

/** What can be sent for real of a family's packets in one direction. */
export interface Sendable {
  readonly set: PacketSet;
  /** Why a packet is not in the set; undefined when it is. */
  readonly whyNot: (packet: Packet) => string | undefined;
}

/** Returns what can be sent on a host for real. */
export function sendableOn(host: Host, family: Family, direction: Direction): Sendable {
  const { namespace } = host;
  const all = { family, direction };
  const others = (direction === 'sent' ? neverSent(host, family) : neverReceived(host))
    .concat(neverMade(host, family))
    .map(({ why, filter }) => ({ why, set: packetSet({ ...all, ...filter }) }));
  return {
    set: others.reduce((set, { set: other }) => set.except(other), packetSet(all)),
    whyNot: (packet) => {
      const registers = packetRegisters(packet, namespace);
      return others.find(({ set }) =>
        set.parts.some(({ predicate }) =>
          holds(predicate(namespace, new HostNames(host)), registers),
        ),
      )?.why;
    },
  };
}

/** How long a packet can be, in bytes. */
const LONGEST = 65535;

/** What no packet is, or the kernel reads otherwise, whoever sends it. */
function neverMade({ namespace }: Host, family: Family): readonly Unsendable[] {
  const mtu = Math.min(...namespace.links.map(({ mtuBytes }) => mtuBytes));
  const header = family === 4 ? 20 : 40;
  const shorter = (bytes: number): string => `0-${header + bytes - 1}`;
  const short = 'shorter than its headers';
  const protocols: readonly Unsendable[] = [
    {
      why: 'of a protocol number that no socket can have',
      filter: { protocol: family === 4 ? [0, 255] : [255] },
    },
    { why: short, filter: { protocol: 'tcp', length: shorter(20) } },
    { why: short, filter: { protocol: ['dccp', 'sctp'], length: shorter(16) } },
    { why: short, filter: { protocol: ['udp', 'udplite', 'icmp', 'icmpv6'], length: shorter(8) } },
    { why: short, filter: { length: shorter(1) } },
    ...(mtu < LONGEST
      ? [{ why: 'longer than a frame', filter: { length: `${mtu + 1}-${LONGEST}` } }]
      : []),
  ];
  if (family === 4) return protocols;
  return [
    ...protocols,
    {
      why: 'of a protocol number that is an extension header',
      filter: { protocol: [0, 43, 44, 50, 51, 59, 60, 135, 139, 140] },
    },
    {
      why: 'what IPv6 neighbours tell each other',
      filter: { protocol: 'icmpv6', icmpType: '130-143' },
    },
  ];
}

function neverSent({ namespace }: Host, family: Family): readonly Unsendable[] {
  const syn = family === 4 ? 60 : 80;
  const { rules } = namespace[familyKey(family)];
  return [
    ...(requiresDissection(rules)
      ? [
          {
            why: 'a TCP segment of no connection, on a host with rules for ports (raw sockets look up without ports)',
            filter: { protocol: 'tcp', tcpFlags: '!2' },
          },
        ]
      : []),
    { why: 'of a user or group that is none', filter: { uid: 0xffffffff } },
    { why: 'of a user or group that is none', filter: { gid: 0xffffffff } },
    {
      why: 'a SYN of a length that the kernel does not give it',
      filter: { protocol: 'tcp', tcpFlags: 2, length: `!${syn}` },
    },
    { why: 'to UDP port 0', filter: { protocol: 'udp', dport: 0 } },
    ...(family === 4
      ? []
      : [{ why: 'to an IPv4 address in IPv6', filter: { dst: '::ffff:0.0.0.0/96' } }]),
  ];
}

function neverReceived({ machine, namespace }: Host): readonly Unsendable[] {
  return namespace.links.toArray().flatMap(({ name, kind, up, peer }) => {
    const far =
      peer && namespaceOf(machine, peer.namespace).links.find(({ index }) => index === peer.index);
    if (kind !== 'loopback' && peer === undefined) {
      return [{ why: `on a device without another end (${kind})`, filter: { iif: name } }];
    }
    return up && far?.up !== false
      ? []
      : [{ why: 'on a device that is down, or has its other end down', filter: { iif: name } }];
  });
}
