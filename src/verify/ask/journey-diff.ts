import { Bound } from '../../bound.js';
import { checkFieldNames } from '../../field-names.js';
import { frozen } from '../../frozen.js';
import type { Host } from '../../host/host.js';
import { acceptedMissing, carryMissing } from '../../host/incomplete-host-error.js';
import { bounded, boundedDiagram } from '../engine/bounded.js';
import { FALSE, type Node } from '../engine/diagram.js';
import { printEnds, type JourneyFate } from '../journey/journey-fates.js';
import { printDescription } from '../packets/describe-packets.js';
import { PacketSpace } from '../packets/packet-space.js';
import {
  describe,
  followSide,
  waysOf,
  type DescribedPackets,
  type FollowedSide,
  JOURNEY_NAMES,
  type JourneyClassesOptions,
} from './journey-classes.js';
import { withoutConnections } from './without-connections.js';

/** Packets that end elsewhere on the second machine, or of which that is not known. */
export interface JourneyChange extends DescribedPackets {
  /** `unknown`: they are not followed to their end on one machine or both. */
  readonly kind: 'changed' | 'unknown';
  /** Where they end on the first machine; null when they can't be there. */
  readonly before: readonly JourneyFate[] | null;
  readonly after: readonly JourneyFate[] | null;
  /** The change in one line. */
  readonly text: string;
}

/**
 * Exactly the packets that end elsewhere when they set out from the second host, through all network namespaces of its machine. Where a packet that gets
 * nowhere is dropped makes no difference.
 *
 * @throws GaveUp when the work takes more than it may; what is certain are the changes of the families and directions that were done
 * @throws IncompleteHostError when a host is incomplete and that wasn't accepted
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { journeyDiff } from 'nexthop/verify';
 * const host = Host.fromCommands('ip link set lo up');
 * journeyDiff(host, host, { family: 4 }).length; // 0
 * ```
 */
export function journeyDiff(
  a: Host,
  b: Host,
  options: JourneyClassesOptions = {},
): readonly JourneyChange[] {
  checkFieldNames(options, JOURNEY_NAMES);
  for (const { machine } of [a, b]) acceptedMissing(machine);
  const [before, after] = [withoutConnections(a), withoutConnections(b)];
  const missing = [a, b].flatMap((host) => host.missing);
  const bound = new Bound(options);
  const namespaces = [before.namespace, after.namespace];
  const space = new PacketSpace(namespaces, undefined, boundedDiagram(bound));
  const found: JourneyChange[] = [];
  const ways = waysOf(options);
  return bounded(
    bound,
    () => {
      for (const [index, way] of ways.entries()) {
        const { family, direction } = way;
        bound.step(index, ways.length, `IPv${family} ${direction}`);
        const sides = [before, after].map((host) => followSide(space, host, family, direction));
        const [first, second] = sides;
        if (first === undefined || second === undefined)
          throw new TypeError('two hosts have two sides');
        const possible = space.diagram.or(first.possible, second.possible);
        const choices = [...first.followed.choices, ...second.followed.choices];
        for (const change of changesOf(space, first, second)) {
          const described = describe(space, way, change.packets, possible, { choices });
          const where = `IPv${family} ${direction}: ${printDescription(described.description)}`;
          const text = `${where}: before ${printSide(change.before)}; after ${printSide(change.after)}`;
          const { kind, before: was, after: is } = change;
          const made = { ...described, kind, before: was, after: is, text };
          found.push(frozen(carryMissing(made, missing)));
        }
      }
      return found;
    },
    () => found,
  );
}

interface Changed extends Pick<JourneyChange, 'kind' | 'before' | 'after'> {
  readonly packets: Node;
}

function changesOf(
  { diagram }: PacketSpace,
  first: FollowedSide,
  second: FollowedSide,
): readonly Changed[] {
  const nowhere = (side: FollowedSide, other: FollowedSide) => ({
    ends: null,
    packets: diagram.minus(other.possible, side.possible),
  });
  const befores = [...first.parts, nowhere(first, second)];
  const afters = [...second.parts, nowhere(second, first)];
  return befores.flatMap((before) =>
    afters.flatMap((after): readonly Changed[] => {
      const isUnknown = [before, after].some(({ ends }) =>
        ends?.some(({ kind }) => kind === 'not-followed'),
      );
      if (!isUnknown && keyOf(before.ends) === keyOf(after.ends)) return [];
      const packets = diagram.and(before.packets, after.packets);
      if (packets === FALSE) return [];
      const kind = isUnknown ? 'unknown' : 'changed';
      return [{ kind, before: before.ends, after: after.ends, packets }];
    }),
  );
}

/** What of ends somebody can see who looks at where packets get. */
function keyOf(ends: readonly JourneyFate[] | null): string {
  if (ends === null) return '';
  const reached = ends
    .filter(({ kind }) => kind === 'deliver' || kind === 'left')
    .map(({ kind, namespace, dev, wrapped }) => JSON.stringify([kind, namespace, dev, wrapped]));
  return `ends ${reached.toSorted().join(' ')}`;
}

function printSide(ends: readonly JourneyFate[] | null): string {
  return ends === null ? "can't be there" : printEnds(ends);
}
