import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Family } from '../../src/address/family.js';
import type { Evaluation } from '../../src/evaluate/evaluate.js';
import { describeAs } from '../../src/host/describe.js';
import { Host } from '../../src/host/host.js';
import { makeOutcome } from '../../src/host/make-outcome.js';
import type { Outcome } from '../../src/host/outcome.js';
import { icmp, tcp, udp } from '../../src/packet/make-packet.js';
import type { Packet } from '../../src/packet/packet.js';
import { analyse, evaluationAt } from '../../src/verify/ask/analysis.js';
import { PacketSpace } from '../../src/verify/packets/packet-space.js';
import { pointOf } from '../../src/verify/packets/point.js';
import { expectBothAlike } from '../compile/agreement.js';
import { evaluatePacket } from '../verify/hosts.js';

/** What a copy and its packet can have in common, or not: owner, connection, marks, header, frame. */
const RULES = [
  't mangle -A POSTROUTING -m owner --socket-exists -j MARK --set-mark 1',
  't mangle -A POSTROUTING -m owner ! --uid-owner 0 -j DROP',
  't mangle -A POSTROUTING -m connmark --mark 5 -j MARK --set-mark 6',
  't mangle -A POSTROUTING -m mark --mark 7 -j DROP',
  't mangle -A PREROUTING -j CONNMARK --set-mark 5',
  't mangle -A PREROUTING -j MARK --set-mark 7',
  't mangle -A INPUT -j TOS --set-tos 0x10',
  't raw -A OUTPUT -p udp -j NOTRACK',
  't raw -A PREROUTING -i e1 -j DROP',
  't filter -A INPUT -m pkttype --pkt-type broadcast -j DROP',
  't filter -A INPUT -p udp --dport 53 -j REJECT',
  't filter -A INPUT -m conntrack --ctstate NEW -j DROP',
  't nat -A POSTROUTING -o e0 -j MASQUERADE',
  't nat -A OUTPUT -p udp --dport 53 -j DNAT --to-destination :54',
].flatMap((rule) => [`iptables -${rule}`, `ip6tables -${rule}`]);

const BASE = Host.fromCommands(`
  ip link set lo up
  ip link add e0 address 02:00:00:00:00:01 type veth peer name p0
  ip link add e1 address 02:00:00:00:01:01 type veth peer name p1
  ip link set e0 up
  ip link set p0 up
  ip link set e1 up
  ip link set p1 up
  ip addr add 10.0.0.1/24 dev e0
  ip addr add 10.0.1.1/24 dev e1
  ip addr add fd00:1::1/64 dev e1 nodad
`);

const OTHERS = [
  'ip link set p1 down',
  'ip addr add 10.0.1.2/32 dev e1',
  'iptables -t mangle -A OUTPUT -j TTL --ttl-dec 1',
];

const hosts = fc
  .subarray([...RULES, ...OTHERS], { maxLength: 8 })
  .map((commands) => commands.reduce((host, command) => host.exec(command.split(' ')).host, BASE));

const DESTINATIONS: Readonly<Record<Family, readonly string[]>> = {
  4: ['10.0.0.255', '10.0.1.255', '255.255.255.255', '224.0.0.1', '224.0.0.9', '10.0.0.1'],
  6: ['ff02::1', 'ff02::2', 'ff02::9', 'ff01::1', 'ff02::1:ff00:1', 'fd00:1::1'],
};

function packets(family: Family): fc.Arbitrary<Packet> {
  const fields = {
    dst: fc.constantFrom(...DESTINATIONS[family]),
    oif: fc.constantFrom('e0', 'e1', 'lo'),
    uid: fc.constantFrom(0, 1000),
    mark: fc.constantFrom(0, 7),
  };
  return fc.oneof(
    fc.record({ ...fields, dport: fc.constantFrom(53, 54) }).map(udp),
    fc.record({ ...fields, icmpId: fc.constantFrom(1, 2) }).map(icmp),
    fc.record({ ...fields, sport: fc.constant(5000), dport: fc.constant(80) }).map(tcp),
  );
}

/** The fate of one packet, as the functions of all packets say. */
function proven(host: Host, packet: Packet): Evaluation {
  const { family } = packet.dst;
  const space = new PacketSpace([host.namespace]);
  const analysis = analyse(space, host.namespace, {
    family,
    direction: 'sent',
    connections: 'first',
  });
  return evaluationAt(analysis, pointOf(packet, space.devices));
}

function outcome({ namespace, machine }: Host, evaluation: Evaluation): Outcome {
  // Routes that differ in nothing are one to the prover.
  return {
    ...makeOutcome(evaluation, namespace, describeAs(namespace, machine.files)),
    route: null,
  };
}

/** Run in a small form by default, and more often in the thorough run. */
export function testSenderCopy(runs: number): void {
  describe('what is emitted goes the same way', () => {
    it.for([4, 6] as const)('one by one and in batches, IPv%d', (family) => {
      const cases = fc.tuple(hosts, fc.array(packets(family), { minLength: 1, maxLength: 6 }));
      fc.assert(
        fc.property(cases, ([host, sent]) => {
          expectBothAlike(host, sent);
        }),
        { numRuns: runs },
      );
    });

    it.for([4, 6] as const)('for one packet and for all at once, IPv%d', (family) => {
      fc.assert(
        fc.property(hosts, packets(family), (host, packet) => {
          const plain = evaluatePacket(host, packet);
          expect(outcome(host, proven(host, packet))).toEqual(outcome(host, plain));
        }),
        { numRuns: runs },
      );
    });
  });
}
