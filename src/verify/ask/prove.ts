import { Bound, BOUND_NAMES, type Bounds } from '../../bound.js';
import type { ErrnoName } from '../../errno.js';
import { checkFieldNames, type FieldNames } from '../../field-names.js';
import { describeAs } from '../../host/describe.js';
import type { Host } from '../../host/host.js';
import { HostNames } from '../../host/host-names.js';
import { acceptedMissing, carryMissing } from '../../host/incomplete-host-error.js';
import type { Packet } from '../../packet/packet.js';
import { analyse, type Analysis } from './analysis.js';
import { assumptionsOf } from './assumptions.js';
import { bounded, boundedDiagram } from '../engine/bounded.js';
import { takenAt, wordsOf } from '../fate/choices-at.js';
import { countModels } from '../engine/count-models.js';
import { FALSE, TRUE, type Node } from '../engine/diagram.js';
import { findPoint } from '../packets/find-point.js';
import { PacketSpace } from '../packets/packet-space.js';
import type { PacketSet } from '../packets/packet-set.js';
import { followPast } from './mark-after.js';
import { packetAt, type Point } from '../packets/point.js';
import { conditionOf } from '../run/predicate-condition.js';
import { arrivalMeets } from '../property/arrival-meets.js';
import { OBSERVED, observedBy, type LookedAt } from '../property/condition.js';
import { JOURNEY_PROPERTIES, type JourneyProperty } from '../property/journey-properties.js';
import { PROPERTIES, type Property } from '../property/properties.js';
import type { Answer, Counterexample, Proof, ProvedPart, Undecided } from './proof.js';
import { findJourneys } from './find-journeys.js';
import { runJourney } from '../../journey/journey.js';
import type { Connections } from '../run/track-packets.js';
import { packetLevels } from '../engine/variables.js';
import { traceOfChoices } from './trace-of-choices.js';
import { withoutConnections } from './without-connections.js';
import type { Found } from './found.js';

/**
 * What a proof assumes, and what it may take: a claim that takes more throws GaveUp, and is then neither proved nor wrong; what is certain is a
 * {@link ProvedPart} for each family and direction that was done. Progress has a step for each that the set has packets of.
 */
export interface ProveOptions extends Bounds {
  /** `first` when left out: every packet is the first of its connection. */
  readonly connections?: Connections;
  /**
   * The host whose devices, gateways, tables and rules claims and sets may name; the host itself when left out. For claims about what is left of
   * a host from which something was taken away: name the host as it was.
   */
  readonly names?: Host;
}

/** The fields of {@link ProveOptions}. */
export const PROVE_NAMES: FieldNames<ProveOptions> = {
  ...BOUND_NAMES,
  connections: true,
  names: true,
};

/** Packets of which something is claimed. */
type Asked = Pick<Analysis, 'space' | 'namespace' | 'options'>;

/** Claims about every packet of a set. An answer is a proof, a counterexample, or that there is nothing to prove. */
export class Claims {
  readonly #host: Host;
  readonly #set: PacketSet;
  readonly #names: HostNames;
  readonly #asked: readonly Asked[];
  readonly #connections: Connections;
  readonly #bound: Bound;
  readonly #analyses = new Map<LookedAt, Analysis[]>();
  #certain: readonly ProvedPart[] = [];

  /** @internal */
  constructor(host: Host, set: PacketSet, options: ProveOptions) {
    const { connections = 'first', names = host } = options;
    this.#host = host;
    this.#set = set;
    this.#names = new HostNames(names);
    const { namespace } = host;
    this.#bound = new Bound(options);
    this.#bound.at(0, set.parts.length, 'the names of the set');
    this.#within(() => set.check(this.#names));
    const space = new PacketSpace([namespace], undefined, boundedDiagram(this.#bound));
    this.#connections = connections;
    this.#asked = set.parts.map(({ family, direction, predicate }) => {
      const registers = space.registers(namespace, direction);
      const packets = conditionOf(space.diagram, predicate(namespace, this.#names), registers);
      return { space, namespace, options: { family, direction, connections, packets } };
    });
    Object.freeze(this);
  }

  /** Leaves by way of this gateway. @throws UnknownName when no route has it; ParseError when it is no address */
  leavesVia(gateway: string): Proof {
    return this.#claim(() => PROPERTIES.leavesVia.of(gateway, this.#names));
  }

  /** Leaves, and the destination itself is the next hop. */
  leavesOnLink(): Proof {
    return this.#claim(() => PROPERTIES.leavesOnLink.of(undefined, this.#names));
  }

  /** Leaves by this device. @throws UnknownName when the host doesn't have it */
  leavesBy(dev: string): Proof {
    return this.#claim(() => PROPERTIES.leavesBy.of(dev, this.#names));
  }

  /** Doesn't leave by this device, whatever else becomes of it: a kill switch. @throws UnknownName when the host doesn't have it */
  neverLeavesBy(dev: string): Proof {
    return this.#claim(() => PROPERTIES.neverLeavesBy.of(dev, this.#names));
  }

  /** Doesn't leave by way of this gateway. @throws UnknownName when no route has it; ParseError when it is no address */
  neverLeavesVia(gateway: string): Proof {
    return this.#claim(() => PROPERTIES.neverLeavesVia.of(gateway, this.#names));
  }

  /** Leaves, by whatever device. */
  leaves(): Proof {
    return this.#claim(() => PROPERTIES.leaves.of(undefined, this.#names));
  }

  /** Stays here: it is delivered, dropped, or never made. */
  neverLeaves(): Proof {
    return this.#claim(() => PROPERTIES.neverLeaves.of(undefined, this.#names));
  }

  /** Is given to local sockets. */
  delivered(): Proof {
    return this.#claim(() => PROPERTIES.delivered.of(undefined, this.#names));
  }

  /** Is discarded, wherever. A local sender's call that fails for want of a route is no drop: see `failsWith`, `neverLeaves`. */
  dropped(): Proof {
    return this.#claim(() => PROPERTIES.dropped.of(undefined, this.#names));
  }

  /** Is discarded at a place, of which some words are enough: `FORWARD`, `rule 3`. @throws UnknownName when the host has no such place */
  droppedAt(place: string): Proof {
    return this.#claim(() => PROPERTIES.droppedAt.of(place, this.#names));
  }

  /** The local sender's call fails with this error. */
  failsWith(errno: ErrnoName): Proof {
    return this.#claim(() => PROPERTIES.failsWith.of(errno, this.#names));
  }

  /** Its last route lookup is decided by this routing table, by name or number. @throws UnknownName when the host doesn't have it */
  takesTable(table: string): Proof {
    return this.#claim(() => PROPERTIES.takesTable.of(table, this.#names));
  }

  /** Its last route lookup is decided by the `ip rule` of this priority. @throws UnknownName when the host has none */
  takesRule(priority: number): Proof {
    return this.#claim(() => PROPERTIES.takesRule.of(priority, this.#names));
  }

  /** Ends with the source that it set out with; a source that the kernel selects is none. */
  keepsSource(): Proof {
    return this.#claim(() => PROPERTIES.keepsSource.of(undefined, this.#names));
  }

  /** Ends with this source address. @throws ParseError when it is no address */
  endsWithSource(address: string): Proof {
    return this.#claim(() => PROPERTIES.endsWithSource.of(address, this.#names));
  }

  /** Ends with this mark, in the bits of the mask. @throws RangeError when no packet can */
  hasMark(value: number, mask = 0xffffffff): Proof {
    return this.#claim(() => PROPERTIES.hasMark.of({ value, mask }, this.#names));
  }

  /**
   * Has this mark, in the bits of the mask, whenever it comes out of a table at a hook: a packet for lo can come there twice, and one that
   * doesn't come there, or is dropped there, proves nothing.
   *
   * @param place - the table and the hook: `mangle OUTPUT`
   * @throws RangeError when the table isn't at that hook, or is nat, which sees only the first packet of a connection
   */
  hasMarkAfter(place: string, value: number, mask = 0xffffffff): Proof {
    return this.#claim(() => PROPERTIES.hasMarkAfter.of({ place, value, mask }, this.#names));
  }

  /**
   * Is delivered in the end, by itself and not in the packet of a tunnel: at this address, whatever it was sent to, and in this network namespace, where
   * one is named. @throws UnknownName when the machine has no such namespace
   */
  reaches(address: string | null, namespace: string | null = null): Proof {
    return this.#claim(() => JOURNEY_PROPERTIES.reaches.of({ address, namespace }, this.#names));
  }

  /** Is not delivered at this address, in this network namespace, wherever it gets to else. @throws as `reaches` */
  neverReaches(address: string | null, namespace: string | null = null): Proof {
    return this.#claim(() =>
      JOURNEY_PROPERTIES.neverReaches.of({ address, namespace }, this.#names),
    );
  }

  /**
   * Doesn't leave by this device unless a WireGuard device has encrypted it: of this host, or of the namespace that is named.
   *
   * @throws UnknownName when there is no such namespace, or it doesn't have the device
   */
  neverLeavesUnencryptedBy(dev: string, namespace: string | null = null): Proof {
    return this.#claim(() =>
      JOURNEY_PROPERTIES.neverLeavesUnencryptedBy.of({ dev, namespace }, this.#names),
    );
  }

  /** Puts any property to the proof. @internal */
  prove(property: Property | JourneyProperty): Proof {
    return this.#within(() => this.#put(property));
  }

  /** To read a claim takes as long as the host has routes, where it names a gateway. */
  #claim(read: () => Property | JourneyProperty): Proof {
    return this.#within(() => this.#put(read()));
  }

  #within<Result>(work: () => Result): Result {
    this.#certain = [];
    return bounded(this.#bound, work, () => this.#certain);
  }

  #put(property: Property | JourneyProperty): Proof {
    if ('journey' in property) {
      const { machine, namespaceName } = this.#host;
      const found = this.#each((asked) =>
        findJourneys(property.journey, machine, namespaceName, asked),
      );
      return this.#proof(property, found, 'there is no such packet');
    }
    const { after, condition } = property;
    if (after === undefined) {
      return this.#proof(property, this.#meeting(property), 'there is no such packet');
    }
    if (condition.kind !== 'mark') throw new TypeError('after: of marks only');
    const found = this.#each((asked) => followPast(asked, after, condition));
    const none = found.every(({ analysis }) => analysis.packets === FALSE);
    const where = none ? '' : ` that comes out of ${after.table} ${after.hook}`;
    return this.#proof(property, found, `there is no such packet${where}`);
  }

  #meeting({ condition }: Property): readonly Found[] {
    const { namespace, machine } = this.#host;
    const names = describeAs(namespace, machine.files);
    const tableName = (id: number): string => names.table(id);
    const follow = this.#follow(observedBy(condition));
    return this.#each((asked, index) => {
      const analysis = follow(asked, index);
      const { diagram } = analysis.space;
      const wrong = diagram.any(
        analysis.arrivals.map((arrival) => {
          const packets = diagram.and(arrival.state.packets, analysis.packets);
          if (packets === FALSE) return FALSE;
          return diagram.minus(packets, arrivalMeets(condition, arrival, analysis, tableName));
        }),
      );
      return { analysis, wrong, claimed: analysis.packets };
    });
  }

  /** Follows packets to their ends, with what is looked at there and maybe more: once for all claims that look at no more. */
  #follow(observed: LookedAt): (asked: Asked, index: number) => Analysis {
    const enough = OBSERVED.slice(OBSERVED.indexOf(observed));
    const known = enough.find((more) => this.#analyses.has(more)) ?? observed;
    const analyses = this.#analyses.get(known) ?? [];
    this.#analyses.set(known, analyses);
    return ({ space, namespace, options }, index) =>
      (analyses[index] ??= analyse(space, namespace, { ...options, observed: known }));
  }

  #each(follow: (asked: Asked, index: number) => Found): readonly Found[] {
    return this.#asked.map((asked, index) => {
      const { family, direction } = asked.options;
      this.#bound.step(index, this.#asked.length, `IPv${family} ${direction}`);
      const found = follow(asked, index);
      const { claimed, wrong } = found;
      const kind = claimed === FALSE ? 'nothing' : wrong === FALSE ? 'proved' : 'wrong';
      this.#certain = [...this.#certain, { family, direction, kind }];
      return found;
    });
  }

  /** @param why - what there is none of when nothing is claimed of any packet */
  #proof(property: Property | JourneyProperty, found: readonly Found[], why: string): Proof {
    const answer: Answer = {
      statement: `every ${this.#set.toString()} ${property.text}`,
      packets: sum(found.map(({ analysis }) => countPackets(analysis, analysis.packets))),
      assumed: assumptionsOf(
        this.#host.namespace,
        this.#connections,
        found.flatMap(({ analysis }) => analysis.choices.map(({ name }) => name)),
      ),
      ...carryMissing({}, this.#host.missing),
    };
    if (found.every(({ claimed }) => claimed === FALSE)) {
      const none = { failures: 0n, counterexample: undefined } as const;
      return { kind: 'nothing', holds: undefined, why, ...none, ...answer };
    }
    const first = found.find(({ wrong }) => wrong !== FALSE);
    const unknown = found.find((one) => one.unknown !== undefined);
    if (first === undefined && unknown !== undefined) return undecided(answer, found, unknown);
    if (first === undefined) {
      return { kind: 'proved', holds: true, failures: 0n, counterexample: undefined, ...answer };
    }
    return {
      kind: 'wrong',
      holds: false,
      failures: sum(found.map(({ analysis, wrong }) => countPackets(analysis, wrong))),
      counterexample: counterexampleOf(this.#host, first, 'journey' in property),
      ...answer,
    };
  }
}

function sum(counts: readonly bigint[]): bigint {
  return counts.reduce((all, one) => all + one, 0n);
}

/** Starts a proof about a host. */
export interface Prover {
  /** Every packet of a set. */
  every(set: PacketSet): Claims;
}

/**
 * Proves what holds for every packet of a set, or finds the most readable packet for which it doesn't. Exact: nothing is sampled.
 *
 * @throws IncompleteHostError when the host is incomplete and that wasn't accepted
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { packetSet, prove } from 'nexthop/verify';
 * const host = Host.fromCommands(['ip link set lo up']);
 * prove(host).every(packetSet({ dst: '127.0.0.1', src: 'none', oif: 'none' })).delivered().holds; // true
 * ```
 */
export function prove(host: Host, options: ProveOptions = {}): Prover {
  checkFieldNames(options, PROVE_NAMES);
  acceptedMissing(host.machine);
  const quiet = withoutConnections(host);
  return Object.freeze({ every: (set: PacketSet) => new Claims(quiet, set, options) });
}

function countPackets(analysis: Found['analysis'], node: Node): bigint {
  const { space, options } = analysis;
  const packets = space.packetsOnly(node === TRUE ? analysis.packets : node);
  return countModels(space.diagram, packets, packetLevels(options.family));
}

function counterexampleOf(
  host: Host,
  { analysis, wrong }: Found,
  isOfJourneys: boolean,
): Counterexample {
  const point = pointIn(analysis, wrong);
  const packet = packetIn(analysis, point);
  const taken = takenAt(analysis, point, wrong);
  const trace = traceOfChoices(host, packet, taken);
  const counterexample = { packet, trace, choices: wordsOf(taken) };
  if (!isOfJourneys) return counterexample;
  return {
    ...counterexample,
    journey: runJourney(host.machine, host.namespaceName, packet).journey,
  };
}

/** What is certain of a claim that is wrong for no packet that can be followed. */
function undecided(answer: Answer, found: readonly Found[], first: Found): Undecided {
  const all = found.flatMap(({ analysis, unknown }) =>
    unknown === undefined ? [] : [{ analysis, ...unknown }],
  );
  const packets = first.unknown?.packets ?? FALSE;
  return {
    kind: 'undecided',
    holds: undefined,
    notFollowed: [...new Set(all.flatMap(({ notFollowed }) => notFollowed))],
    unknown: sum(all.map((one) => countPackets(one.analysis, one.packets))),
    example: packetIn(first.analysis, pointIn(first.analysis, packets)),
    failures: 0n,
    counterexample: undefined,
    ...answer,
  };
}

function pointIn({ space, options }: Found['analysis'], packets: Node): Point {
  return findPoint(space.diagram, packets, options.family, options.direction);
}

function packetIn({ space, options }: Found['analysis'], point: Point): Packet {
  return packetAt(point, space.devices, options.family, options.direction);
}
