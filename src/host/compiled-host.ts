import type { Address } from '../address/address.js';
import type { Family } from '../address/family.js';
import { BOUND_NAMES, Bound, GaveUp, type Bounds } from '../bound.js';
import { checkFieldNames } from '../field-names.js';
import { frozen } from '../frozen.js';
import { CompiledBatch, type Rows } from '../compile/compiled-batch.js';
import { compiledPath } from '../compile/compiled-path.js';
import { makeOutcomeColumns, type Fate, type OutcomeColumns } from '../compile/outcome-columns.js';
import { makePacketColumns, putPacket, type PacketColumns } from '../compile/packet-columns.js';
import type { StandingRule } from '../compile/outcome-tables.js';
import { packetRegisters } from '../evaluate/registers.js';
import type { Route } from '../fib/route.js';
import { familyKey, type Namespace } from '../namespace/namespace.js';
import type { Packet } from '../packet/packet.js';
import type { Program } from '../program/program.js';
import type { Missing } from '../machine/missing.js';
import type { Describe } from './describe.js';
import { acceptedMissing, carryMissing } from './incomplete-host-error.js';
import type { Host } from './host.js';
import type { Sent } from './sent.js';
import { makeOutcome } from './make-outcome.js';
import type { Outcome } from './outcome.js';
import { programOf } from '../evaluate/program-of.js';
import { flatState, sendCompiled, withTraffic } from './send-compiled.js';
import { notifyWatch } from './watch-packets.js';

/** What becomes of a batch of packets. */
export interface BatchSent {
  /** A row for each packet. */
  readonly outcomes: OutcomeColumns;
  /** The host as the packets leave it, when it's asked for: counters, connections and choices moved on. */
  readonly host: Host;
  /** What the host lacks, so that on Linux other things may become of the packets; absent when it lacks nothing. */
  readonly missing?: readonly Missing[];
}

/** What is certain of a batch that was given up. */
export interface BatchSoFar {
  /** So many packets were sent, in order: their rows of the outcomes are right. */
  readonly packets: number;
  /** The host as they left it. */
  readonly host: Host;
}

/** Packets that are sent between two looks at the clock. */
const PACKETS_A_STEP = 1024;

/** What the numbers of one family's outcome columns stand for. */
export interface OutcomeNames {
  /** The ways in which packets end, by number. */
  readonly fates: readonly Fate[];
  /** The addresses of next hops, by number. */
  readonly gateways: readonly Address[];
  /** Priorities of rules, by number. */
  readonly priorities: readonly number[];
  /** The route of a number. @throws RangeError when there is no such number */
  route(number: number): Route;
}

/**
 * A host whose packet path is compiled: the same answers as {@link Host.send}, many times faster in batches. Make one with
 * {@link Host.compile}.
 *
 * Immutable as a host is: packets leave it as it was, and give the host after them.
 *
 * @example
 * ```ts
 * import { Host, udp } from 'nexthop';
 * const host = Host.fromCommands(`
 *   ip link add eth0 type dummy
 *   ip link set eth0 up
 *   ip addr add 192.168.1.23/24 dev eth0
 *   ip route add default via 192.168.1.1
 * `);
 * const compiled = host.compile();
 * compiled.send(udp({ dst: '203.0.113.9', dport: 53 })).gateway; // '192.168.1.1'
 * const packets = compiled.packetColumns(4, [
 *   udp({ dst: '203.0.113.9', dport: 53 }),
 *   udp({ dst: '192.168.1.9', dport: 53 }),
 * ]);
 * const { outcomes } = compiled.sendBatch(packets);
 * compiled.names(4).fates[outcomes.fate[0] ?? -1]?.kind; // 'transmit'
 * compiled.outcomeAt(packets, outcomes, 1).gateway; // null
 * ```
 */
export class CompiledHost {
  /** The host that was compiled. */
  readonly host: Host;
  readonly #describe: Describe;
  readonly #after: (namespace: Namespace) => Host;
  readonly #missing: readonly Missing[];

  /** @internal */
  constructor(host: Host, describe: Describe, after: (namespace: Namespace) => Host) {
    this.host = host;
    this.#missing = acceptedMissing(host.machine);
    this.#describe = describe;
    this.#after = after;
    Object.freeze(this);
  }

  /**
   * Sends a packet, as {@link Host.send} does.
   *
   * @throws RangeError when the packet names a device that the host doesn't have
   */
  send(packet: Packet): Sent {
    notifyWatch(this.host, packet);
    const { namespace } = this.host;
    const { evaluation, namespace: after } = sendCompiled(namespace, packet);
    const outcome = makeOutcome(evaluation, namespace, this.#describe);
    return withHost(carryMissing(outcome, this.#missing), () => this.#after(after()));
  }

  /**
   * Sends packets one after the other, each as the one before it has left the host.
   *
   * Nothing is allocated per packet, but for packets of which connections are tracked and those that a hash spreads over next hops.
   *
   * @param outcomes - where to write; new columns when left out
   * @param bounds - what the work may take, that of compiling included; progress counts packets
   * @throws RangeError when the columns for the outcomes are of another family, or too short
   * @throws GaveUp when the work takes more than it may; what is certain is a {@link BatchSoFar}, undefined before the first packet is sent
   */
  sendBatch(
    packets: PacketColumns,
    outcomes: OutcomeColumns = makeOutcomeColumns(packets.family, packets.count),
    bounds?: Bounds,
  ): BatchSent {
    const { family, count } = packets;
    if (outcomes.family !== family || outcomes.count < count) {
      throw new RangeError(
        `outcomes: of IPv${family}, ${count} or more, got IPv${outcomes.family}, ${outcomes.count}`,
      );
    }
    const { namespace } = this.host;
    const bound = bounds === undefined ? undefined : new Bound(bounds, 'packets');
    bound?.step(0, count, 'the packet path');
    const batch = bound?.during(() => this.#batch(family)) ?? this.#batch(family);
    const path = compiledPath(programOf(namespace, family));
    const walks = batch.begin(flatState(namespace, path));
    const after = (): Host =>
      this.#after(withTraffic(namespace, path, [walks.output, walks.input]));
    if (bound === undefined) batch.run(packets, outcomes, walks);
    else {
      inSteps(
        count,
        bound,
        (rows) => batch.run(packets, outcomes, walks, rows),
        (sent): BatchSoFar => ({ packets: sent, host: after() }),
      );
    }
    return Object.freeze({
      outcomes,
      ...carryMissing({}, this.#missing),
      get host() {
        return after();
      },
    });
  }

  /** Compiles all ways of both families: else each is when its first packet comes. @throws GaveUp @internal */
  prepare(bounds: Bounds): void {
    checkFieldNames(bounds, BOUND_NAMES);
    const bound = new Bound(bounds);
    for (const [done, family] of ([4, 6] as const).entries()) {
      bound.step(done, 2, `IPv${family}`);
      bound.during(() => this.#batch(family));
    }
  }

  /** What the numbers in a family's outcome columns stand for. */
  names(family: Family): OutcomeNames {
    const batch = this.#batch(family);
    const { fates, gateways, priorities } = batch;
    return Object.freeze({
      fates,
      gateways,
      priorities,
      route: (number: number) => batch.route(number),
    });
  }

  /** One row of outcome columns in words, as {@link Host.send} returns it. @throws RangeError when there is no such row */
  outcomeAt(packets: PacketColumns, outcomes: OutcomeColumns, at: number): Outcome {
    const { namespace } = this.host;
    const { customRules, rules } = namespace[familyKey(outcomes.family)];
    const evaluation = this.#batch(outcomes.family).evaluationAt(packets, outcomes, at, (sought) =>
      customRules ? rules.find(({ priority }) => priority === sought) : undefined,
    );
    return Object.freeze(
      carryMissing(makeOutcome(evaluation, namespace, this.#describe), this.#missing),
    );
  }

  /**
   * Columns of packets.
   *
   * @throws RangeError when a packet is of another family, or names a device that the host doesn't have
   */
  packetColumns(family: Family, packets: readonly Packet[]): PacketColumns {
    const columns = makePacketColumns(family, packets.length);
    for (const [at, packet] of packets.entries()) {
      if (packet.dst.family !== family) {
        throw new RangeError(`packets: of IPv${family}, got IPv${packet.dst.family} at ${at}`);
      }
      const { iif, oif } = packetRegisters(packet, this.host.namespace);
      putPacket(columns, at, packet, { iif, oif });
    }
    return columns;
  }

  #batch(family: Family): CompiledBatch {
    const { namespace } = this.host;
    const program = programOf(namespace, family);
    let batch = batches.get(program);
    if (batch === undefined) {
      batch = new CompiledBatch(compiledPath(program), standingRule(namespace, family));
      batches.set(program, batch);
    }
    return batch;
  }
}

/** Sends the rows of a batch in steps, each whole: what is learned of packets, and counted, is never left half done. */
function inSteps(
  count: number,
  bound: Bound,
  send: (rows: Rows) => void,
  soFar: (sent: number) => BatchSoFar,
): void {
  let sent = 0;
  try {
    while (sent < count) {
      bound.at(sent, count, '');
      bound.look();
      const to = Math.min(count, sent + PACKETS_A_STEP);
      send({ from: sent, to });
      sent = to;
    }
  } catch (error) {
    if (error instanceof GaveUp) throw new GaveUp(error, frozen(soFar(sent)));
    throw error;
  }
}

/** The outcome with the host after it, which is made when it's first asked for. */
function withHost(outcome: Outcome, make: () => Host): Sent {
  let made: Host | undefined;
  const sent = {
    ...outcome,
    get host(): Host {
      return (made ??= make());
    },
  };
  return Object.freeze(Object.defineProperty(sent, 'host', { enumerable: false }));
}

/** Hosts that differ by their traffic only have one program, and number alike. */
const batches = new WeakMap<Program, CompiledBatch>();

/** Before the rules are changed none is consulted: one stands for its table. */
function standingRule(namespace: Namespace, family: Family): StandingRule {
  const { customRules, rules } = namespace[familyKey(family)];
  return (table) =>
    customRules
      ? undefined
      : rules.find(({ action }) => action.kind === 'lookup' && action.table === table)?.priority;
}
