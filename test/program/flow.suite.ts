import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetsFor } from '../../src/fast-check/packets-for.js';
import { Host } from '../../src/host/host.js';
import { programOf } from '../../src/evaluate/program-of.js';
import { tcp, udp } from '../../src/packet/make-packet.js';
import type { Packet } from '../../src/packet/packet.js';
import { overwrites } from '../../src/predicate/assignment.js';
import type { Cell } from '../../src/program/cell.js';
import type { ChoicePoint } from '../../src/program/choice-point.js';
import {
  visitRead,
  visitWritten,
  type AnyCandidate,
  type Effect,
} from '../../src/program/effect.js';
import { flowOf, type Way } from '../../src/program/flow.js';
import type { LoweredTable } from '../../src/program/lowered-table.js';
import type { Frame, Step, StepId } from '../../src/program/step.js';
import { successors, successorsWithin, withSuccessors } from '../../src/program/successors.js';
import { generatedHosts, scenarioHosts } from '../verify/hosts.js';
import type { Take } from '../sample.js';
import { recordWalk, type Done } from './recorded-walk.js';

/** A host on whose paths every kind of step stands, and packets that come to each, one after the other. */
const EVERY_STEP = Host.fromCommands(
  `
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
  sysctl -qw net.ipv4.ip_forward=1
  sysctl -qw net.ipv4.conf.all.rp_filter=1
  ip route add default via 10.0.1.254
  ip -6 route add default via fd00:1::254
  ip route add default via 10.0.0.254 table 100
  sysctl -qw net.ipv4.fib_multipath_hash_policy=1
  sysctl -qw net.ipv4.fib_multipath_hash_seed=1
  ip route add 198.18.0.0/15 nexthop via 10.0.0.254 nexthop via 10.0.1.254
  ip route add blackhole 203.0.113.128/25
  ip rule add tos 0x10 lookup 100
  ip rule add fwmark 7 nop
  ip rule add to 192.0.2.0/24 prohibit
  ip rule add to 198.51.100.0/24 lookup main suppress_prefixlength 0
  iptables -N user
  iptables -A OUTPUT -p udp -j user
  iptables -A OUTPUT -m recent --update --hitcount 2 --rdest
  iptables -A user -m statistic --mode nth --every 2 --packet 0 -j MARK --set-mark 1
  iptables -t nat -A POSTROUTING -o e1 -p udp --dport 53 -j MASQUERADE --to-ports 1000-2000
  iptables -t nat -A POSTROUTING -o e1 -j MASQUERADE
  iptables -t mangle -A PREROUTING -p tcp -m socket -j MARK --set-mark 1
  ipset create met hash:ip
  iptables -A OUTPUT -j SET --add-set met dst
  iptables -A OUTPUT -m set --match-set met dst
  nft add table ip a
  nft 'add chain ip a out { type filter hook output priority 0; }'
  nft add set ip a s '{ type ipv4_addr; flags dynamic; }'
  nft add rule ip a out add @s '{ ip daddr limit rate 1/second counter }'
  nft add rule ip a out ip daddr @s
  nft add rule ip a out jhash ip daddr . udp dport mod 2 seed 1 0 meta priority set 1:2
`,
).listen({ protocol: 'tcp', port: 80 });

const FROM = { iif: 'e1', src: '10.0.1.2' } as const;

const PACKETS: readonly Packet[] = [
  udp({ dst: '8.8.8.8', dport: 53 }),
  udp({ dst: '192.0.2.1' }),
  udp({ dst: '203.0.113.129' }),
  udp({ dst: '198.18.0.1', dport: 53 }),
  udp({ dst: '8.8.8.8', mark: 7 }),
  udp({ dst: '198.51.100.1' }),
  udp({ dst: '10.0.1.255' }),
  udp({ dst: '2001:db8::1' }),
  tcp({ ...FROM, dst: '10.0.1.1', sport: 5000, dport: 80, tcpFlags: 2 }),
  tcp({ ...FROM, dst: '10.0.1.1', sport: 5000, dport: 80, tcpFlags: 16 }),
  tcp({ ...FROM, dst: '10.0.1.1', sport: 5000, dport: 80, tcpFlags: 4 }),
  udp({ iif: 'e0', src: '10.0.0.2', dst: '203.0.113.1', sport: 7, dport: 7 }),
  udp({ iif: 'e0', src: '10.0.0.2', dst: '203.0.113.1', sport: 7, dport: 7, tos: 16 }),
  udp({ iif: 'e0', src: '10.0.1.77', dst: '203.0.113.1' }),
];

/** A kind of step, and of a choice by what it is made. */
type Kind = Exclude<Step['kind'], 'choose'> | `choose by ${ChoicePoint['by']['kind']}`;

function kindOf(step: Step): Kind {
  return step.kind === 'choose' ? `choose by ${step.choice.by.kind}` : step.kind;
}

/** Every kind, so that none is left out. */
const KINDS: Readonly<Record<Kind, true>> = {
  test: true,
  assign: true,
  lookup: true,
  map: true,
  resolve: true,
  call: true,
  return: true,
  keep: true,
  recall: true,
  track: true,
  confirm: true,
  unique: true,
  forget: true,
  open: true,
  close: true,
  count: true,
  pick: true,
  emit: true,
  'choose by memory': true,
  'choose by hash': true,
  'choose by element': true,
  'choose by list': true,
  'choose by entry': true,
  'choose by bytes': true,
  'choose by socket': true,
  end: true,
};

const known = new WeakMap<LoweredTable, readonly AnyCandidate[]>();

function candidatesOf(table: LoweredTable): readonly AnyCandidate[] {
  let candidates = known.get(table);
  if (candidates === undefined) {
    candidates = [...table.entries()].flatMap((entry) => entry.candidates);
    known.set(table, candidates);
  }
  return candidates;
}

function cellsOf(visit: typeof visitRead, effects: readonly Effect[]): ReadonlySet<Cell> {
  const cells = new Set<Cell>();
  for (const effect of effects) visit(effect, candidatesOf, (cell) => cells.add(cell));
  return cells;
}

/** The cells of which nothing is left after some effects, whatever it was. */
function replacedBy(effects: readonly Effect[]): readonly Cell[] {
  return effects.flatMap((effect): readonly Cell[] => {
    if (effect.kind === 'write') return effect.always ? effect.cells : [];
    if (effect.kind === 'move') return effect.moves.map(({ to }) => to);
    if (effect.kind !== 'change') return [];
    return effect.assignments.filter(overwrites).map(({ to }) => to);
  });
}

/** The ways that a step can have taken when it came there. */
function waysTo(step: Step, next: StepId | undefined): readonly Way[] {
  return flowOf(step).ways.filter(({ to, by }) => to === next && by !== 'return');
}

/** What a step did that is not stated of it, or did not that is, if this is the way that it took. */
function faultsBy(way: Way | undefined, { step, read, written, emitted }: Done): readonly string[] {
  const { first, ways } = flowOf(step);
  const later = ways.filter(({ by }) => by === 'return').flatMap(({ does }) => does);
  const effects = [...first, ...(way?.does ?? []), ...later];
  const beyond = (what: string, cells: Iterable<Cell>, within: ReadonlySet<Cell>): string[] =>
    [...cells].filter((cell) => !within.has(cell)).map((cell) => `${step.kind} ${what} ${cell}`);
  return [
    // What is emitted has all with it, which is read by its own steps.
    ...(step.kind === 'emit' ? [] : beyond('reads', read, cellsOf(visitRead, effects))),
    ...beyond('writes', written, cellsOf(visitWritten, effects)),
    ...(emitted ? [] : beyond('does not write', replacedBy(effects), written)),
  ];
}

/** Where what was done is not what is stated of the steps. */
function faultsOf(walk: readonly Done[]): readonly string[] {
  const faults: string[] = [];
  const open: { readonly frame: Frame | 'emitted'; readonly next: StepId }[] = [];
  for (const [at, done] of walk.entries()) {
    const { id, step } = done;
    const next = walk[at + 1]?.id;
    const ways = waysTo(step, next);
    // Two ways can lead to the same step: the one that was taken has no faults.
    const [first = faultsBy(undefined, done), ...others] = ways.map((way) => faultsBy(way, done));
    faults.push(...others.reduce((a, b) => (b.length < a.length ? b : a), first));
    if (step.kind === 'call') open.push(step);
    if (step.kind === 'emit') open.push({ frame: 'emitted', next: step.next });
    const left = step.kind === 'end' ? 'emitted' : step.kind === 'return' ? step.frame : undefined;
    const goes = left === undefined ? ways.length > 0 : leave(open, left) === next;
    if (!goes) faults.push(`${step.kind} goes to ${next}`);
    if (successors(step).some((to) => to >= id)) faults.push(`${step.kind} leads back`);
  }
  return faults;
}

/** Where a return leads, of which the frames are open. */
function leave(
  open: { readonly frame: Frame | 'emitted'; readonly next: StepId }[],
  kind: Frame | 'emitted',
): StepId | undefined {
  for (let last = open.pop(); last !== undefined; last = open.pop()) {
    if (last.frame === kind) return last.next;
  }
  return undefined;
}

/** Sends packets one after the other, and checks each walk; gives the kinds of step that were done. */
function checkPackets(host: Host, packets: readonly Packet[]): ReadonlySet<Kind> {
  const met = new Set<Kind>();
  let now = host;
  for (const packet of packets) {
    const done = recordWalk(now, packet);
    expect(faultsOf(done)).toEqual([]);
    for (const { step } of done) met.add(kindOf(step));
    now = now.send(packet).host;
  }
  return met;
}

/** Run in a small form by default, and whole in the thorough run. */
export function testFlow(take: Take, runs: number): void {
  describe('what is stated of steps', () => {
    it('is what the evaluator does, for every kind of step', () => {
      const met = checkPackets(EVERY_STEP, PACKETS);
      expect([...met].toSorted()).toEqual(Object.keys(KINDS).toSorted());
    });

    it.for([4, 6] as const)('is what it does on the hosts of scenarios, IPv%d', async (family) => {
      for (const host of await scenarioHosts(take)) {
        for (const packet of fc.sample(packetsFor(host, family), 10)) {
          checkPackets(host, [packet, packet]);
        }
      }
    });

    it.for([4, 6] as const)('is what it does on generated hosts, IPv%d', (family) => {
      const cases = generatedHosts.chain((host) =>
        fc.tuple(fc.constant(host), fc.array(packetsFor(host, family), { maxLength: 5 })),
      );
      fc.assert(
        fc.property(cases, ([host, packets]) => {
          checkPackets(host, packets);
        }),
        { numRuns: runs },
      );
    });
  });

  it('gives a step other successors, and nothing else', () => {
    fc.assert(
      fc.property(generatedHosts, fc.constantFrom(4, 6), fc.nat(1000), (host, family, by) => {
        for (const step of programOf(host.namespace, family).steps) {
          const moved = withSuccessors(step, (id) => id + by);
          expect(successors(moved)).toEqual(successors(step).map((id) => id + by));
          expect(withSuccessors(moved, (id) => id - by)).toEqual(step);
          const within = successorsWithin(step);
          expect(successors(step).filter((id) => within.includes(id))).toEqual(within);
        }
      }),
      { numRuns: runs },
    );
  });
}
