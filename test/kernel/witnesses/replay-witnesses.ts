import { printPacketJson } from '../../../src/packet/packet-json.js';
import { printPacketWords } from '../../../src/packet/packet-words.js';
import type { Explanation } from '../../../src/host/explanation.js';
import type { Host } from '../../../src/host/host.js';
import type { Packet } from '../../../src/packet/packet.js';
import { PROTOCOL } from '../../../src/packet/protocol.js';
import type { Outcome } from '../../../src/host/outcome.js';
import type { BehaviourClass } from '../../../src/verify/ask/behaviour-class.js';
import { classes } from '../../../src/verify/ask/classes.js';
import { printFate } from '../../../src/verify/fate/fate.js';
import { fateDifferences } from '../../verify/ask/fate-differences.js';
import { possibleExplanations, possibleOutcomes } from '../../verify/ask/possible-outcomes.js';
import { printDifference, type Difference } from '../difference.js';
import { fateComparison } from '../fate.js';
import { inWorld } from '../live.js';
import { parseQuestions, type PacketLine } from '../question.js';
import { addWhyCounts, compareWhy, newWhyCounts, type WhyCounts } from '../why/compare-why.js';
import type { Observation } from '../world.js';
import { mayTraceHost } from '../why/may-trace.js';
import { sendableOn, type Sendable } from './sendable.js';
import type { WitnessHost } from './witness-hosts.js';

/** How many classes and packets there were. */
export interface Tally {
  hosts: number;
  classes: number;
  /** Classes of which a packet was sent through the kernel. */
  replayed: number;
  /** Classes none of whose packets can be sent for real, by why. */
  readonly unsendable: Record<string, number>;
  /** Packets whose explanation was compared: all but those of which the kernel chose another way. */
  explained: number;
  /** How much of explanations was compared. */
  readonly why: WhyCounts;
  /** Classes whose packet met another fate, or has another explanation. */
  differences: number;
}

/** A packet whose fate in the kernel is not that of its class. */
export interface WitnessDifference {
  readonly packet: string;
  readonly fate: string;
  /** What differs, line by line. */
  readonly differences: readonly string[];
}

/** A tally of nothing. */
export function newTally(): Tally {
  return {
    hosts: 0,
    classes: 0,
    replayed: 0,
    unsendable: {},
    explained: 0,
    why: newWhyCounts(),
    differences: 0,
  };
}

/** A class and the packet that stands for it. */
interface Witness {
  readonly of: BehaviourClass;
  readonly packet: Packet;
}

/** Sends a packet of each class through the kernel, and reports which meet another fate. */
export async function replayWitnesses(
  { host, make }: WitnessHost,
  tally: Tally,
): Promise<readonly WitnessDifference[]> {
  const all = classes(host);
  tally.hosts += 1;
  tally.classes += all.length;
  const witnesses = all.flatMap(witnessFinder(host, tally));
  const observed = await inWorld(
    async (world) => {
      await make(world);
      return Promise.all(
        witnesses.map(async ({ packet }) => {
          const [, seen] = await Promise.all([world.forget(), world.send(packetLine(packet))]);
          return seen;
        }),
      );
    },
    { why: mayTraceHost(host.namespace) },
  );
  tally.replayed += witnesses.length;
  const compare = fateComparison(false);
  const found = witnesses.flatMap((witness, at) => {
    const differences = compareWitness(witness, observed[at] ?? {});
    if (differences.length === 0) return [];
    const packet = printPacketWords(witness.packet);
    return [{ packet, fate: printFate(witness.of.fate), differences }];
  });
  tally.differences += found.length;
  return found;

  function compareWitness({ of: { fate }, packet }: Witness, seen: Observation): readonly string[] {
    const outcomes = possibleOutcomes(host, packet);
    const reported = outcomes.map((outcome) => fateDifferences(fate, outcome, packet));
    const [nearest = []] = reported.toSorted((a, b) => a.length - b.length);
    if (nearest.length > 0) return [`the class and the evaluator: ${nearest.join(', ')}`];
    const own = withoutPassedOn(host, packet, seen);
    const against = (outcome: Outcome): readonly Difference[] =>
      compare({ kind: 'packet', observed: own }, outcome, {
        kind: 'packet',
        packet: packetLine(packet),
      });
    const differences = outcomes.map(against);
    if (differences.some((list) => list.length === 0))
      return differencesOfWay(packet, own, against);
    const nearestOf = differences[reported.findIndex((list) => list.length === 0)] ?? [];
    return nearestOf.map((difference) => printDifference('the class', difference));
  }

  /** Some way on which a packet's choices lead to the kernel's fate has to be explained as the kernel does; that of the simulator's own memory comes first. */
  function differencesOfWay(
    packet: Packet,
    { why }: Observation,
    against: (outcome: Outcome) => readonly Difference[],
  ): readonly string[] {
    if (why === undefined) return [];
    let nearest: readonly Difference[] | undefined;
    for (const { outcome, steps } of explanationsOf(packet)) {
      if (against(outcome).length > 0) continue;
      const counts = newWhyCounts();
      const explained = { ...outcome, steps };
      const others = compareWhy({ packet: packetLine(packet), why, explained }, counts);
      if (nearest === undefined) addWhyCounts(tally.why, counts);
      nearest = others.length === 0 ? others : (nearest ?? others);
      if (nearest.length === 0) break;
    }
    if (nearest === undefined) return [];
    tally.explained += 1;
    return nearest.map((difference) => printDifference('the explanation', difference));
  }

  function* explanationsOf(packet: Packet): Generator<Explanation> {
    yield host.explain(packet);
    yield* possibleExplanations(host, packet);
  }
}

/** What a bridge passes on from one port to the others is no part of a fate. */
function withoutPassedOn({ namespace }: Host, { iif }: Packet, seen: Observation): Observation {
  const masterOf = (name: string | undefined): number | undefined =>
    namespace.links.find((link) => link.name === name)?.master;
  const bridge = masterOf(iif);
  if (bridge === undefined || seen.out === undefined) return seen;
  const out = seen.out.filter(({ dev }) => masterOf(dev) !== bridge);
  const { out: _, ...rest } = seen;
  return out.length === 0 ? rest : { ...rest, out };
}

/** Finds a packet of a class that can be sent for real. */
function witnessFinder(
  host: Host,
  tally: Tally,
): (one: BehaviourClass) => readonly [Witness] | readonly [] {
  const known = new Map<string, Sendable>();
  return (one) => {
    const { family, direction, fate } = one;
    if (direction === 'received' && fate.kind === 'transmit' && fate.dev === 'lo') {
      skip('what is forwarded over lo, which comes back in until its TTL runs out');
      return [];
    }
    const key = `${family} ${direction}`;
    const sendable = known.get(key) ?? sendableOn(host, family, direction);
    known.set(key, sendable);
    const { witness } = one;
    const why = sendable.whyNot(witness);
    if (why === undefined) return [{ of: one, packet: witness }];
    const packet = one.witnessIn(sendable.set);
    if (packet !== undefined) return [{ of: one, packet }];
    skip(why);
    return [];
  };

  function skip(why: string): void {
    tally.unsendable[why] = (tally.unsendable[why] ?? 0) + 1;
  }
}

/** What a packet has by default is said as well: on the wire it has to be there. */
function packetLine(packet: Packet): PacketLine {
  const flags = packet.protocol === PROTOCOL.tcp ? { tcpFlags: packet.tcpFlags } : {};
  const port = packet.iif === undefined ? {} : { sport: packet.sport };
  const json = { ...printPacketJson(packet), ...flags, ...port };
  const [question] = parseQuestions(JSON.stringify(json));
  if (question?.kind !== 'packet') throw new TypeError('packet: not one');
  return question.packet;
}
