import fc from 'fast-check';
import { expect } from 'vitest';
import { printAddress } from '../../../src/address/address-text.js';
import { Host } from '../../../src/host/host.js';
import type { Packet } from '../../../src/packet/packet.js';
import { packetSet, type PacketSet } from '../../../src/verify/packets/packet-set.js';
import type { Proof } from '../../../src/verify/ask/proof.js';
import { prove } from '../../../src/verify/ask/prove.js';
import { packetsFor } from '../hosts.js';

const BASE = `
  ip link set lo up
  ip link add eth0 type veth peer name wire
  ip link set eth0 up
  ip link set wire up
  ip addr add 192.168.1.23/24 dev eth0
  ip route add default via 192.168.1.1
  ip rule add fwmark 0x2/0xf table 100
  ip route add default via 192.168.1.2 table 100
`;
/** Marks what is sent. */
export const OUTPUT = Host.fromCommands(`${BASE}
  iptables -t mangle -N MAIL
  iptables -t mangle -A MAIL -p tcp --dport 25 -j MARK --set-mark 0x2
  iptables -t mangle -A MAIL -p tcp --dport 25 -j RETURN
  iptables -t mangle -A MAIL -m mark --mark 0x0 -j MARK --set-mark 0x30
  iptables -t mangle -A OUTPUT -p tcp -j MAIL
  iptables -t mangle -A OUTPUT -p udp --dport 69 -j DROP
  iptables -t mangle -A POSTROUTING -j MARK --set-mark 0x7
  iptables -t raw -A OUTPUT -p udp --dport 53 -j MARK --or-mark 0x100
`);
/** Marks what arrives. */
export const INPUT = Host.fromCommands(`${BASE}
  sysctl -w net.ipv4.ip_forward=1
  iptables -t mangle -A PREROUTING -i wire -j MARK --set-mark 0x2
  iptables -t mangle -A PREROUTING -i lo -j MARK --set-xmark 0x10/0xf0
  iptables -t mangle -A FORWARD -p tcp --dport 80 -j MARK --set-mark 0x5
  iptables -t mangle -A INPUT -m mark --mark 0x2 -j DROP
  iptables -t mangle -A POSTROUTING -m mark --mark 0x5 -j MARK --set-mark 0x0
`);
const PLACES = [
  'raw OUTPUT',
  'mangle OUTPUT',
  'filter OUTPUT',
  'mangle PREROUTING',
  'mangle INPUT',
  'mangle FORWARD',
  'mangle POSTROUTING',
];

/** The marks with which a packet comes out of a table at a hook, as the trace states them. */
function marksAfter(host: Host, packet: Packet, place: string): readonly number[] {
  const { steps, outcome } = host.explain(packet);
  let mark = packet.mark;
  const marks: number[] = [];
  let inside = false;
  const leave = (): void => {
    if (inside) marks.push(mark);
    inside = false;
  };
  for (const step of steps) {
    if (step.kind === 'chain-rule') {
      for (const { field, to } of step.changes) if (field === 'mark') mark = Number(to);
    } else if (step.kind !== 'policy') {
      leave();
      inside = step.kind === 'hook' && `${step.table} ${step.hook}` === place;
    }
  }
  // What is dropped in the chains doesn't come out of them.
  if (!/ (rule \d+|policy)$/.test(outcome.at ?? '')) leave();
  return marks;
}

/** Packets like one: of its family, direction and destination, and with what else is named of it. */
function like(packet: Packet, named: readonly string[]): PacketSet {
  const { src, dst, iif, oif, protocol, dport, mark } = packet;
  return packetSet({
    dst: printAddress(dst),
    iif,
    oif: iif === undefined ? (oif ?? 'none') : undefined,
    src: src === undefined ? 'none' : printAddress(src),
    ...(named.includes('protocol') ? { protocol } : {}),
    ...(named.includes('dport') && dport !== undefined ? { dport } : {}),
    ...(named.includes('mark') ? { mark } : {}),
  });
}

function hasMark(marks: readonly number[], value: number, mask: number): boolean {
  return marks.every((mark) => (mark & mask) >>> 0 === (value & mask) >>> 0);
}

/** How many claims of each kind there were, and how many packets came out of the hook. */
export type JudgedMarks = Record<Exclude<Proof['kind'], 'undecided'> | 'passes', number>;

/** Claims marks of packets like drawn ones, and has the trace judge each answer. */
export function judgeMarks(host: Host, runs: number): JudgedMarks {
  // The trace has only chains that are there: all are.
  const reported = PLACES.map((place) => place.split(' ')).reduce(
    (before, [table = '', hook = '']) =>
      before.exec(['iptables', '-t', table, '-P', hook, 'ACCEPT']).host,
    host,
  );
  const seen = { proved: 0, wrong: 0, nothing: 0, passes: 0 };
  fc.assert(
    fc.property(
      packetsFor(host, 4),
      fc.constantFrom(...PLACES),
      fc.subarray(['protocol', 'dport', 'mark']),
      fc.constantFrom(0xffffffff, 0xff, 0x2),
      fc.option(fc.constantFrom(0, 2, 5, 0x10), { nil: undefined, freq: 1 }),
      (packet, place, named, mask, other) => {
        const marks = marksAfter(reported, packet, place);
        const value = ((other ?? marks[0] ?? packet.mark) & mask) >>> 0;
        const { kind, counterexample } = prove(host)
          .every(like(packet, named))
          .hasMarkAfter(place, value, mask);
        if (marks.length > 0) seen.passes++;
        if (kind === 'undecided') throw new Error(kind);
        seen[kind]++;
        const shown = counterexample ? marksAfter(reported, counterexample.packet, place) : marks;
        if (kind === 'nothing') expect(marks).toEqual([]);
        else expect(hasMark(shown, value, mask)).toBe(kind === 'proved');
      },
    ),
    { numRuns: runs, seed: 7 },
  );
  return seen;
}
