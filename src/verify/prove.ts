import type { ErrnoName } from '../errno.js';
import type { Explanation } from '../host/explanation.js';
import type { Host } from '../host/host.js';
import type { Packet } from '../packet/packet.js';
import { analyse, type Analysis } from './analysis.js';
import { choicesAt, type ChoicesTaken } from './choices-at.js';
import { countModels } from './engine/count-models.js';
import { FALSE, TRUE, type Node } from './engine/diagram.js';
import { findPoint } from './find-point.js';
import type { Observed } from './liveness.js';
import { PacketSpace } from './packet-space.js';
import type { PacketSet } from './packet-set.js';
import { otherMarkAfter } from './mark-after.js';
import { packetAt } from './point.js';
import { conditionOf } from './predicate-condition.js';
import * as property from './property.js';
import type { Property } from './property.js';
import type { Connections } from './track-packets.js';
import type { Progress } from './progress.js';
import { readHookPlace } from './watch-hook.js';
import { packetLevels } from './variables.js';
import { withoutConnections } from './without-connections.js';

/** What a proof assumes. */
export interface ProveOptions {
  /** `first` when left out: every packet is the first of its connection. */
  readonly connections?: Connections;
  /** Told before each step: one for each family and direction that the set has packets of. */
  readonly progress?: Progress;
}

/** A packet for which a claim is wrong. */
export interface Counterexample {
  /** The most readable one. */
  readonly packet: Packet;
  /** What the host says of it, step by step. Where a choice decides, it goes as the host's memory says. */
  readonly trace: Explanation;
  /** How choice points must go for the claim to be wrong; empty when none decides. */
  readonly choices: ChoicesTaken;
}

/** The answer to a claim about every packet of a set. */
export interface Proof {
  /** The claim is true of every packet of the set, whatever choice points do. */
  readonly holds: boolean;
  /** The claim in words. */
  readonly statement: string;
  /** How many packets the set has that can be; an empty set proves everything. */
  readonly packets: bigint;
  /** Of how many of them the claim is wrong, by some choice. */
  readonly failures: bigint;
  /** Undefined when it holds. */
  readonly counterexample: Counterexample | undefined;
}

/** Packets of which something is claimed. */
type Asked = Pick<Analysis, 'space' | 'namespace' | 'options'>;

/** Each looks at all that those before it look at. */
const OBSERVED: readonly Observed[] = ['nothing', 'fate', 'outcome'];

/** Claims about every packet of a set: each is a proof or a counterexample. */
export class Claims {
  readonly #host: Host;
  readonly #set: PacketSet;
  readonly #asked: readonly Asked[];
  readonly #progress: Progress | undefined;
  readonly #analyses = new Map<Observed, readonly Analysis[]>();

  /** @internal */
  constructor(host: Host, set: PacketSet, { connections = 'first', progress }: ProveOptions) {
    this.#host = host;
    this.#set = set;
    const { namespace } = host;
    const space = new PacketSpace([namespace]);
    this.#progress = progress;
    this.#asked = set.parts.map(({ family, direction, predicate }) => {
      const registers = space.registers(namespace, direction);
      const packets = conditionOf(space.diagram, predicate(namespace), registers);
      return { space, namespace, options: { family, direction, connections, packets } };
    });
  }

  /** Leaves by way of this gateway. @throws ParseError when the address is wrong */
  leavesVia(gateway: string): Proof {
    return this.#prove(property.leavesVia(gateway));
  }

  /** Leaves by this device. */
  leavesBy(dev: string): Proof {
    return this.#prove(property.leavesBy(dev));
  }

  /** Doesn't leave by this device, whatever else becomes of it: a kill switch. */
  neverLeavesBy(dev: string): Proof {
    return this.#prove(property.neverLeavesBy(dev));
  }

  /** Leaves, by whatever device. */
  leaves(): Proof {
    return this.#prove(property.endsAs('leaves', 'transmit'));
  }

  /** Stays here: it is delivered, dropped, or never made. */
  neverLeaves(): Proof {
    return this.#prove(property.endsAs('never leaves', 'deliver', 'drop', 'error'));
  }

  /** Is given to local sockets. */
  delivered(): Proof {
    return this.#prove(property.endsAs('is delivered', 'deliver'));
  }

  /** Is dropped on the way, or never made. */
  dropped(): Proof {
    return this.#prove(property.endsAs('is dropped', 'drop', 'error'));
  }

  /** The local sender's call fails with this error. */
  failsWith(errno: ErrnoName): Proof {
    return this.#prove(property.failsWith(errno));
  }

  /** Its last route lookup is decided by the `ip rule` of this priority. */
  takesRule(priority: number): Proof {
    return this.#prove(property.takesRule(priority));
  }

  /** Ends with the source that it set out with; a source that the kernel selects is none. */
  keepsSource(): Proof {
    return this.#prove(property.keepsSource());
  }

  /** Ends with this mark, in the bits of the mask. */
  hasMark(value: number, mask = 0xffffffff): Proof {
    return this.#prove(property.endsWith('mark', value, mask));
  }

  /**
   * Has this mark, in the bits of the mask, whenever it comes out of a table at a hook: a packet for lo can come there twice, and one that
   * doesn't come there, or is dropped there, proves nothing.
   *
   * @param place - the table and the hook: `mangle OUTPUT`
   * @throws RangeError when the table isn't at that hook, or is nat, which sees only the first packet of a connection
   */
  hasMarkAfter(place: string, value: number, mask = 0xffffffff): Proof {
    const read = readHookPlace(place);
    const wrong = this.#each((asked) => otherMarkAfter(asked, read, value, mask));
    return this.#proof(`has ${property.printBits('mark', value, mask)} after ${place}`, wrong);
  }

  #prove(claim: Property): Proof {
    const wrong = this.#followed(claim.observed).map(
      (analysis) => [analysis, failuresOf(analysis, claim)] as const,
    );
    return this.#proof(claim.text, wrong);
  }

  /** The packets followed to their ends, with what is looked at there and maybe more: once for all claims that look at no more. */
  #followed(observed: Observed): readonly Analysis[] {
    const enough = OBSERVED.slice(OBSERVED.indexOf(observed));
    const known = enough.find((more) => this.#analyses.has(more)) ?? observed;
    const before = this.#analyses.get(known);
    if (before !== undefined) return before;
    const analyses = this.#each(({ space, namespace, options }) =>
      analyse(space, namespace, { ...options, observed }),
    );
    this.#analyses.set(observed, analyses);
    return analyses;
  }

  #each<T>(follow: (asked: Asked) => T): readonly T[] {
    return this.#asked.map((asked, index) => {
      const { family, direction } = asked.options;
      this.#progress?.(index, this.#asked.length, `IPv${family} ${direction}`);
      return follow(asked);
    });
  }

  #proof(text: string, wrong: readonly (readonly [Analysis, Node])[]): Proof {
    const first = wrong.find(([, node]) => node !== FALSE);
    return {
      holds: first === undefined,
      statement: `every ${this.#set.toString()} ${text}`,
      packets: sum(wrong.map(([analysis]) => countPackets(analysis, analysis.packets))),
      failures: sum(wrong.map(([analysis, node]) => countPackets(analysis, node))),
      counterexample: first && counterexampleOf(this.#host, ...first),
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
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { packetSet, prove } from 'nexthop/verify';
 * const host = Host.fromCommands(['ip link set lo up']);
 * prove(host).every(packetSet({ dst: '127.0.0.1', src: 'none', oif: 'none' })).delivered().holds; // true
 * ```
 */
export function prove(host: Host, options: ProveOptions = {}): Prover {
  const quiet = withoutConnections(host);
  return { every: (set) => new Claims(quiet, set, options) };
}

/** The packets of which a claim is wrong. */
function failuresOf(analysis: Analysis, claim: Property): Node {
  const { diagram } = analysis.space;
  return diagram.any(
    analysis.arrivals.map((arrival) => {
      const packets = diagram.and(arrival.state.packets, analysis.packets);
      return packets === FALSE ? FALSE : diagram.minus(packets, claim.holds(arrival, analysis));
    }),
  );
}

function countPackets(analysis: Analysis, node: Node): bigint {
  const { space, options } = analysis;
  const packets = space.packetsOnly(node === TRUE ? analysis.packets : node);
  return countModels(space.diagram, packets, packetLevels(options.family));
}

function counterexampleOf(host: Host, analysis: Analysis, node: Node): Counterexample {
  const { space, options } = analysis;
  const { family, direction } = options;
  const point = findPoint(space.diagram, node, family, direction);
  const packet = packetAt(point, space.devices, family, direction);
  return { packet, trace: host.explain(packet), choices: choicesAt(analysis, point) };
}
