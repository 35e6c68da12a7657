import { assertNever } from '../../assert-never.js';
import type { Family } from '../../address/family.js';
import { tick } from '../../bound.js';
import { programOf } from '../../evaluate/program-of.js';
import { keptAlive } from '../../journey/kept-alive.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import { isOfPeer } from '../../path/allowed-ips.js';
import { equals, type Predicate } from '../../predicate/predicate.js';
import { printPlace } from '../../program/place.js';
import type { Program } from '../../program/program.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import { sameVector } from '../engine/vector.js';
import { Findings } from '../fate/findings.js';
import type { Choice } from '../fate/met-choices.js';
import type { Direction, PacketSpace, Registers } from '../packets/packet-space.js';
import { conditionOf } from '../run/predicate-condition.js';
import type { Arrival } from '../run/arrival.js';
import { SymbolicRun } from '../run/symbolic-run.js';
import { arrivingRegisters } from './entering-registers.js';
import { ofNewConnections } from './kept-connections.js';
import type { Crossing, Followed, JourneyEnd, Leg, NotFollowed } from './leg.js';
import { leave } from './leave.js';
import { NOT_ROAMED } from './roamed.js';
import { spaceName } from './space-name.js';
import { unwrap } from './unwrap.js';
import { takenBy } from './wireguard.js';
import type { Outcome } from './outcome.js';

/** Which packets are followed. */
export interface FollowOptions {
  readonly family: Family;
  readonly direction: Direction;
  /** They must be such as can be. */
  readonly packets: Node;
  /** How many walks of packets through a namespace there may be; {@link MOST} when left out. */
  readonly most?: number | undefined;
}

const MOST = 256;

/**
 * Follows packets of a namespace to their ends through all namespaces of the machine, exactly: each is the first of its connection wherever it comes,
 * and what is not followed is named.
 */
export function followJourneys(
  space: PacketSpace,
  made: Machine,
  namespace: string,
  { family, direction, packets, most = MOST }: FollowOptions,
): Followed {
  const machine = keptAlive(made);
  const journeys = new Journeys(space, machine, made);
  journeys.enter({
    family,
    namespace,
    arrives: direction === 'received',
    path: 'whole',
    packets,
    registers: space.registers(namespaceOf(machine, namespace), direction),
    socketless: false,
    packet: '',
    within: undefined,
    learned: [],
    roamed: NOT_ROAMED,
    opened: [],
  });
  journeys.run(most);
  return journeys;
}

/** Runs legs one after the other, each with what comes of it. */
class Journeys implements Followed, Outcome {
  readonly ends: JourneyEnd[] = [];
  readonly crossings: Crossing[] = [];
  readonly notFollowed: NotFollowed[] = [];
  readonly choices: Choice[] = [];
  readonly #queue: Leg[] = [];
  readonly #walked: Pick<Leg, 'namespace' | 'packet' | 'packets'>[] = [];

  constructor(
    private readonly space: PacketSpace,
    readonly machine: Machine,
    private readonly made: Machine,
  ) {}

  get diagram(): Diagram {
    return this.space.diagram;
  }

  enter(leg: Leg): void {
    if (leg.packets === FALSE) return;
    const place = this.#queue.findIndex((other) => isSameWay(leg, other));
    const other = this.#queue[place];
    if (other === undefined) this.#queue.push(leg);
    else this.#queue[place] = joined(this.diagram, other, leg);
  }

  end(end: JourneyEnd): void {
    if (end.packets !== FALSE) this.ends.push(end);
  }

  cross(crossing: Crossing): void {
    if (crossing.packets !== FALSE) this.crossings.push(crossing);
  }

  stop(packets: Node, what: string, stays?: string): void {
    if (packets !== FALSE) this.notFollowed.push({ packets, what, stays });
  }

  run(most: number): void {
    for (let walks = 0; walks < most; walks += 1) {
      const leg = this.#queue.shift();
      if (leg === undefined) return;
      tick();
      this.#walk(leg);
    }
    for (const { packets } of this.#queue) this.stop(packets, `more than ${most} walks`);
  }

  #walk(leg: Leg): void {
    const program = programOf(namespaceOf(this.machine, leg.namespace), leg.family, leg.path);
    const packets = this.#firstTime(leg, program);
    if (packets === FALSE) return;
    const { diagram } = this;
    const isFirst = this.#walked.length === 0;
    const before = this.#walked.filter(
      ({ namespace, packet }) => namespace === leg.namespace && packet === leg.packet,
    );
    const place = isFirst ? '' : `${leg.packet}${leg.namespace} ${before.length} `;
    this.#walked.push({ ...leg, packets });
    const findings = new Findings();
    const run = new SymbolicRun(program, {
      space: {
        diagram,
        choice: (name, occasion, options) =>
          this.space.choice(`${place}${name}`, occasion, options),
        pick: (name, occasion, bits) => this.space.pick(`${place}${name}`, occasion, bits),
      },
      findings,
      connections: 'first',
      observed: 'packet',
    });
    const entry = leg.arrives ? program.input : program.output;
    for (const arrival of run.run(entry, packets, leg.registers)) {
      this.#arrive(leg, arrival, findings);
    }
    const where = isFirst ? '' : ` in ${spaceName(leg.namespace)}`;
    for (const choice of run.choices) {
      this.choices.push({ ...choice, name: `${choice.name}${where}` });
    }
  }

  /** A host that tracks connections knows a packet that comes again: it is not the first of its connection then. */
  #firstTime(leg: Leg, { steps }: Program): Node {
    if (!steps.some(({ kind }) => kind === 'track')) return leg.packets;
    const before = this.#walked.filter(
      ({ namespace, packet }) => namespace === leg.namespace && packet === leg.packet,
    );
    const again = this.diagram.and(
      leg.packets,
      this.diagram.any(before.map(({ packets }) => packets)),
    );
    this.stop(again, `a packet that comes to ${spaceName(leg.namespace)} again`);
    const first = this.diagram.minus(leg.packets, again);
    if (leg.within?.sealed === undefined) return first;
    const kept = this.diagram.and(first, this.#where(this.#ofKept(leg), leg.registers));
    this.stop(kept, `a connection that keepalives have made in ${spaceName(leg.namespace)}`);
    return this.diagram.minus(first, kept);
  }

  /** What is of a connection that is there since peers keep their ways open. */
  #ofKept({ namespace, family }: Leg): Predicate {
    const before = namespaceOf(this.made, namespace);
    return ofNewConnections(before, namespaceOf(this.machine, namespace), family);
  }

  #arrive(leg: Leg, { step: { ending }, state, copy }: Arrival, findings: Findings): void {
    const { packets, registers } = state;
    const { namespace } = leg;
    const wrapped = leg.within !== undefined;
    const ended = { family: leg.family, namespace, packets, registers, wrapped, dev: null };
    if (copy !== null) this.stop(packets, 'the copy for the sender', namespace);
    switch (ending.kind) {
      case 'transmit':
        leave(this, { leg, state, findings, bridged: ending.bridged, inVain: false });
        return;
      case 'deliver':
        this.#deliver(leg, packets, registers);
        return;
      case 'drop':
      case 'error': {
        const isInVain = ending.kind === 'drop' && ending.at.kind === 'device';
        const rest = isInVain
          ? leave(this, { leg, state, findings, bridged: undefined, inVain: true })
          : packets;
        if (rest === FALSE) return;
        this.end({ ...ended, packets: rest, kind: ending.kind, at: printPlace(ending.at) });
        return;
      }
      default:
        assertNever(ending);
    }
  }

  #deliver(leg: Leg, packets: Node, registers: Registers): void {
    const { diagram } = this;
    let left = packets;
    for (const taking of leg.within === undefined
      ? []
      : takenBy(diagram, this.machine, leg, registers)) {
      const { device, peer, packets: all } = taking;
      const taken = diagram.and(left, all);
      if (taken === FALSE || peer === undefined) continue;
      left = diagram.minus(left, taken);
      this.#endThere('opened', leg, taken, registers);
      this.#takeOut(leg, taken, device, peer);
    }
    const rest = unwrap(this, leg, left, registers, (some) => {
      this.#endThere('opened', leg, some, registers);
    });
    this.#endThere('deliver', leg, rest, registers);
  }

  /** Packets end at the sockets, by the device by which they come there. */
  #endThere(kind: 'deliver' | 'opened', leg: Leg, packets: Node, registers: Registers): void {
    const { diagram } = this;
    const { namespace, family, within } = leg;
    for (const { index, name } of namespaceOf(this.machine, namespace).links) {
      const here = diagram.and(packets, this.#where(equals('indev', index), registers));
      const wrapped = within !== undefined;
      this.end({ kind, family, namespace, dev: name, at: null, packets: here, registers, wrapped });
    }
  }

  /** What comes out of a WireGuard device has the address of the peer that sent it. Source: `wg_packet_consume_data_done`. */
  #takeOut(
    { within, learned, roamed, opened }: Leg,
    packets: Node,
    { namespace, link, wireguard }: ReturnType<typeof takenBy>[number]['device'],
    peer: NonNullable<ReturnType<typeof takenBy>[number]['peer']>,
  ): void {
    if (within === undefined) return;
    const { family, registers, packet } = within;
    const isPeers = this.#where(
      isOfPeer(wireguard, family, 'src', (one) => one === peer),
      registers,
    );
    this.end({
      kind: 'drop',
      family,
      namespace,
      dev: link.name,
      at: 'AllowedIPs',
      packets: this.diagram.minus(packets, isPeers),
      registers,
      wrapped: within.within !== undefined,
    });
    this.enter({
      family,
      namespace,
      arrives: true,
      path: 'whole',
      packets: this.diagram.and(packets, isPeers),
      registers: arrivingRegisters(registers, link.index, false),
      socketless: false,
      packet,
      within: within.within,
      learned,
      roamed,
      opened: [...opened, { namespace, index: link.index }],
    });
  }

  #where(predicate: Predicate, registers: Registers): Node {
    return conditionOf(this.diagram, predicate, registers);
  }
}

/** Whether packets enter in the same way as others, with the same in them. */
function isSameWay(one: Leg, other: Leg): boolean {
  return (
    one.family === other.family &&
    one.namespace === other.namespace &&
    one.arrives === other.arrives &&
    one.path === other.path &&
    one.packet === other.packet &&
    one.within === other.within &&
    one.socketless === other.socketless &&
    one.bridged === undefined &&
    other.bridged === undefined &&
    one.roamed.equals(other.roamed) &&
    one.registers.every((vector, index) => sameVector(vector, other.registers[index] ?? []))
  );
}

/** Packets that enter in the same way; they count as having been wherever some of them were. */
function joined(diagram: Diagram, one: Leg, other: Leg): Leg {
  return {
    ...one,
    packets: diagram.or(one.packets, other.packets),
    learned: [...new Set([...one.learned, ...other.learned])],
    opened: [...new Set([...one.opened, ...other.opened])],
  };
}
