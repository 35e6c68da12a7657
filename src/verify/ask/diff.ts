import type { Family } from '../../address/family.js';
import { Bound, BOUND_NAMES, type Bounds } from '../../bound.js';
import { checkFieldNames, type FieldNames } from '../../field-names.js';
import type { Host } from '../../host/host.js';
import { acceptedMissing, carryMissing } from '../../host/incomplete-host-error.js';
import type { Missing } from '../../machine/missing.js';
import type { Node } from '../engine/diagram.js';
import type { Packet } from '../../packet/packet.js';
import { analyse, type Analysis } from './analysis.js';
import { bounded, boundedDiagram } from '../engine/bounded.js';
import { choicesAt, type ChoicesTaken } from '../fate/choices-at.js';
import type { Choice } from '../fate/met-choices.js';
import { compareFates, type Changed } from '../fate/compare-fates.js';
import {
  describePackets,
  printDescription,
  type PacketDescription,
} from '../packets/describe-packets.js';
import type { CodedFields } from '../atoms/code-fields.js';
import { withCodedFields, type Comparing } from '../atoms/with-coded-fields.js';
import { countModels } from '../engine/count-models.js';
import { HEADER_PARTS, isChanged, printFate, type Fate } from '../fate/fate.js';
import { Findings } from '../fate/findings.js';
import { findPoint } from '../packets/find-point.js';
import { TableCache } from '../run/look-up.js';
import { freeBlocks } from '../packets/free-blocks.js';
import { PacketSpace, type Direction } from '../packets/packet-space.js';
import { packetAt } from '../packets/point.js';
import { joinChanges } from '../run/join-changes.js';
import { KEPT } from '../fate/known-bits.js';
import type { Connections } from '../run/track-packets.js';
import { packetLevels } from '../engine/variables.js';
import { withoutConnections } from './without-connections.js';

/** Which packets are compared, and what is assumed of connections. */
export interface DiffOptions extends Bounds {
  /** Both families when left out. */
  readonly family?: Family;
  /** Sent and received packets when left out. */
  readonly direction?: Direction;
  /** `first` when left out. */
  readonly connections?: Connections;
  /**
   * Choice points go the same way on both hosts when they have the same name, or, by `rule`, when they are the same one in order of the same rule, whatever
   * it is about there. `name` when left out.
   */
  readonly choices?: 'name' | 'rule';
}

const NAMES: FieldNames<DiffOptions> = {
  ...BOUND_NAMES,
  family: true,
  direction: true,
  connections: true,
  choices: true,
};

/** Packets with which two hosts do different things, and the same two things with all of them. */
export interface FateChange {
  readonly family: Family;
  readonly direction: Direction;
  /** What becomes of them on the first host; null when they can't be there, for want of a device. */
  readonly before: Fate | null;
  /** And on the second. */
  readonly after: Fate | null;
  /** How many packets. */
  readonly size: bigint;
  readonly description: PacketDescription;
  /** The most readable of them. */
  readonly witness: Packet;
  /** How choice points must go, on both hosts, for it to be one of them, and what NAT picks for it; empty when none decides. */
  readonly choices: ChoicesTaken;
  /** The change in one line. */
  readonly text: string;
  /** What the two hosts lack, so that this holds for what is simulated only; absent when they lack nothing. */
  readonly missing?: readonly Missing[];
}

/**
 * The packets whose fate differs between two hosts: all of them, by what changes. Which rule or table decides is no part of a fate, nor
 * is where a packet is dropped. Choice points are taken to go the same way on both. Progress has two steps for each family and direction.
 *
 * @throws IncompleteHostError when one of the hosts is incomplete and that wasn't accepted
 * @throws GaveUp when the work takes more than it may; what is certain are the changes of the families that were done
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { diff } from 'nexthop/verify';
 * const before = Host.fromCommands(['ip link set lo up']);
 * const after = before.run('iptables -A OUTPUT -p udp -j DROP');
 * const [change] = diff(before, after, { family: 4, direction: 'sent' });
 * change?.after?.kind; // 'drop'
 * change?.witness.protocol; // 17
 * diff(before, before).length; // 0: no packet has another fate
 * ```
 */
export function diff(a: Host, b: Host, options: DiffOptions = {}): readonly FateChange[] {
  checkFieldNames(options, NAMES);
  const missing = [a, b].flatMap(({ machine }) => acceptedMissing(machine));
  const bound = new Bound(options);
  const found: FateChange[] = [];
  return bounded(
    bound,
    () => {
      for (const comparison of comparisons(a, b, options, bound)) {
        const changes = changesIn(comparison);
        found.push(...changes.map((change) => carryMissing(change, missing)));
      }
      return found;
    },
    () => found,
  );
}

/**
 * Reports whether every packet has the same fate on two hosts; of incomplete ones that were accepted, for what is simulated. Errors and meaning as {@link diff}.
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { equivalent } from 'nexthop/verify';
 * const host = Host.fromCommands(['ip link set lo up']);
 * equivalent(host, host.run('iptables -A OUTPUT -p tcp -j ACCEPT')); // true
 * equivalent(host, host.run('iptables -A OUTPUT -p tcp -j DROP')); // false
 * ```
 */
export function equivalent(a: Host, b: Host, options: DiffOptions = {}): boolean {
  checkFieldNames(options, NAMES);
  for (const { machine } of [a, b]) acceptedMissing(machine);
  const bound = new Bound(options);
  return bounded(
    bound,
    () => {
      for (const { changes } of comparisons(a, b, options, bound)) {
        if (changes.length > 0) return false;
      }
      return true;
    },
    () => undefined,
  );
}

/** What changes between two hosts for the packets of one family and direction. */
interface Comparison {
  readonly space: PacketSpace;
  /** What the conditions of the changes are coded by. */
  readonly fields: CodedFields;
  readonly family: Family;
  readonly direction: Direction;
  /** The packets that can be on either host, coded. */
  readonly possible: Node;
  /** Those that packets meet on either. */
  readonly choices: readonly Choice[];
  readonly changes: readonly Changed[];
}

function* comparisons(
  a: Host,
  b: Host,
  { family, direction, connections = 'first', choices = 'name' }: DiffOptions,
  bound: Bound,
): Iterable<Comparison> {
  const hosts = [withoutConnections(a), withoutConnections(b)] as const;
  const space = new PacketSpace(
    hosts.map(({ namespace }) => namespace),
    undefined,
    boundedDiagram(bound),
  );
  const ways: readonly Direction[] = direction === undefined ? ['sent', 'received'] : [direction];
  const families: readonly Family[] = family === undefined ? [4, 6] : [family];
  const namespaces = hosts.map(({ namespace }) => namespace);
  for (const [round, of] of families.entries()) {
    const begin = (index: number, way: Direction, half: number, what: string) =>
      [
        2 * (round * ways.length + index) + half,
        2 * families.length * ways.length,
        `IPv${of} ${way}: ${what}`,
      ] as const;
    bound.at(...begin(0, ways[0] ?? 'sent', 0, 'both hosts'));
    const compare = (
      coded: PacketSpace,
      fields: CodedFields,
      comparing: Comparing,
    ): Comparison[] => {
      // What the two hosts find alike has one number: where their tables agree they are one diagram.
      const numbered = new Findings();
      const tables = new TableCache();
      return ways.map((way, index) => {
        const step = (half: number, what: string): void =>
          bound.step(...begin(index, way, half, what));
        const findings = new Findings(false, numbered);
        const choicesByRule = choices === 'rule';
        const followed = { family: of, direction: way, connections, choicesByRule } as const;
        const asked = { ...followed, observed: 'fate' } as const;
        const follow = (host: Host): Analysis =>
          analyse(coded, host.namespace, { ...asked, findings, tables, comparing });
        step(0, 'both hosts');
        const analyses = [follow(hosts[0]), follow(hosts[1])] as const;
        step(1, 'what differs');
        const differing = [...compareFates(hosts, analyses, differ)];
        const changes = joinChanges(differing, fateKey, analyses[0]);
        const possible = space.diagram.any(analyses.map(({ packets }) => packets));
        const met = analyses.flatMap((analysis) => analysis.choices);
        return { space, fields, possible, choices: met, family: of, direction: way, changes };
      });
    };
    yield* withCodedFields(space, namespaces, of, connections, compare);
  }
}

/** Of the header not what is stated counts, but what packets end with. */
function differ(before: Fate | null, after: Fate | null): boolean {
  return before !== after && keyButHeader(before) !== keyButHeader(after);
}

const keys = new WeakMap<Fate, string>();

/** What can be seen of a fate but for the header. Each is compared with many. */
function keyButHeader(fate: Fate | null): string {
  if (fate === null) return fateKey(null);
  let key = keys.get(fate);
  if (key === undefined) keys.set(fate, (key = fateKey(withoutHeader(fate))));
  return key;
}

function withoutHeader(fate: Fate): Fate {
  const stated = { ...fate };
  for (const part of HEADER_PARTS) stated[part] = KEPT;
  return stated;
}

/** What of a fate somebody outside of the host can see. */
function fateKey(fate: Fate | null): string {
  if (fate === null) return '';
  const { table: _table, rule: _rule, at: _at, ...seen } = fate;
  return fate.kind === 'transmit'
    ? JSON.stringify(seen)
    : JSON.stringify({ ...seen, dev: null, gateway: null });
}

function say(fate: Fate | null): string {
  return fate === null ? "can't be there" : printFate(fate);
}

/** The changes of a comparison, in words. */
function changesIn({
  space,
  fields,
  possible,
  choices,
  family,
  direction,
  changes,
}: Comparison): readonly FateChange[] {
  if (changes.length === 0) return [];
  const { diagram, devices } = space;
  return changes.map(({ before, after, condition: together }): FateChange => {
    const condition = fields.decode(together);
    const packets = space.packetsOnly(condition);
    const narrowed = fields.decodeNarrowed(freeBlocks(diagram, together, possible));
    const description = describePackets(space, narrowed, family);
    const point = findPoint(diagram, condition, family, direction);
    return {
      family,
      direction,
      before,
      after,
      size: countModels(diagram, packets, packetLevels(family)),
      description,
      witness: packetAt(point, devices, family, direction),
      choices: choicesAt(
        { choices, space },
        point,
        condition,
        [before, after].some((fate) => fate !== null && isChanged(fate)),
      ),
      text: `IPv${family} ${direction}: ${printDescription(description)}: before ${say(before)}; after ${say(after)}`,
    };
  });
}
