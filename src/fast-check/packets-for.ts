import * as fc from 'fast-check';
import type { Family } from '../address/family.js';
import type { Host } from '../host/host.js';
import { acceptedMissing } from '../host/incomplete-host-error.js';
import { programOf } from '../evaluate/program-of.js';
import type { Packet } from '../packet/packet.js';
import type { Program } from '../program/program.js';
import { Dice } from './dice.js';
import { drawPacket } from './draw-packet.js';
import { printPacket } from './printed.js';
import { simplerPackets } from './simpler-packets.js';
import { readTargets, type Targets } from './targets.js';

/**
 * Packets on and beside every boundary that a host names: the first and last addresses of its prefixes and those just outside, the
 * edges of port ranges, marks with one bit of a mask flipped, its own addresses, its devices.
 *
 * They are read from what the host is lowered to, so they know every match, rule and route that it has. They shrink to
 * packets with fewer fields given.
 *
 * @param family - 4 or 6: packets are of that family
 * @throws IncompleteHostError when the host is incomplete and that wasn't accepted: its boundaries aren't known
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { Host } from 'nexthop';
 * import { packetsFor } from 'nexthop/fast-check';
 * const host = Host.fromCommands(`
 *   ip link add eth0 type dummy
 *   ip link set eth0 up
 *   ip addr add 192.168.1.23/24 dev eth0
 *   iptables -P OUTPUT DROP
 * `);
 * const property = fc.property(packetsFor(host, 4), (packet) => host.send(packet).kind !== 'transmit');
 * fc.check(property).failed; // false
 * ```
 */
export function packetsFor(host: Host, family: Family): fc.Arbitrary<Packet> {
  acceptedMissing(host.machine);
  return new PacketArbitrary(host, family);
}

const known = new WeakMap<Program, Targets>();

/** What the host can distinguish, read when it's first asked for. */
function targetsOf(host: Host, family: Family): Targets {
  const program = programOf(host.namespace, family);
  let targets = known.get(program);
  if (targets === undefined) {
    targets = readTargets(program);
    known.set(program, targets);
  }
  return targets;
}

/** Draws one packet for a host, from a source of random numbers. */
export function drawPacketFor(host: Host, family: Family, random: fc.Random): Packet {
  acceptedMissing(host.machine);
  return printPacket(drawPacket(targetsOf(host, family), host.namespace, new Dice(random)));
}

/** Packets for the same host that say less. */
export function simplerPacketsFor(packet: Packet): readonly Packet[] {
  return simplerPackets(packet).map(printPacket);
}

class PacketArbitrary extends fc.Arbitrary<Packet> {
  constructor(
    private readonly host: Host,
    private readonly family: Family,
  ) {
    super();
  }

  override generate(random: fc.Random): fc.Value<Packet> {
    return new fc.Value(drawPacketFor(this.host, this.family, random), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Packet {
    return false;
  }

  override shrink(packet: Packet): fc.Stream<fc.Value<Packet>> {
    return fc.stream(
      simplerPacketsFor(packet)
        .map((simpler) => new fc.Value(simpler, undefined))
        .values(),
    );
  }
}
