import type { Family } from '../../address/family.js';
import { Bound, BOUND_NAMES, type Bounds } from '../../bound.js';
import { checkFieldNames, type FieldNames } from '../../field-names.js';
import type { Host } from '../../host/host.js';
import { acceptedMissing } from '../../host/incomplete-host-error.js';
import { analyse, type Analysis } from './analysis.js';
import { bounded, boundedDiagram } from '../engine/bounded.js';
import { BehaviourClass } from './behaviour-class.js';
import type { CodedFields } from '../atoms/code-fields.js';
import { withCodedFields } from '../atoms/with-coded-fields.js';
import type { Node } from '../engine/diagram.js';
import { fatesOf } from '../fate/fates.js';
import { freeBlocks } from '../packets/free-blocks.js';
import { Findings } from '../fate/findings.js';
import { FollowedPackets } from './followed-packets.js';
import { TableCache } from '../run/look-up.js';
import { withoutConnections } from './without-connections.js';
import { PacketSpace, type Direction } from '../packets/packet-space.js';
import type { Connections } from '../run/track-packets.js';

/** Which packets are divided, and what is assumed of connections. */
export interface ClassesOptions extends Bounds {
  /** Both families when left out. */
  readonly family?: Family;
  /** Sent and received packets when left out. */
  readonly direction?: Direction;
  /** `first` when left out. */
  readonly connections?: Connections;
}

const NAMES: FieldNames<ClassesOptions> = {
  ...BOUND_NAMES,
  family: true,
  direction: true,
  connections: true,
};

/**
 * Divides all packets by what becomes of them: no two classes share a packet, and together they have every packet that there can be.
 * Where a choice point decides, every way of it counts, so that a packet has a class for each way. Progress has a step for each family and
 * direction.
 *
 * @throws GaveUp when the work takes more than it may; what is certain are the classes of the families and directions that were done
 *
 * @throws IncompleteHostError when the host is incomplete and that wasn't accepted
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { classes } from 'nexthop/verify';
 * const host = Host.fromCommands(['ip link set lo up']);
 * classes(host, { family: 4, direction: 'received' }).length > 1; // true
 * ```
 */
export function classes(host: Host, options: ClassesOptions = {}): readonly BehaviourClass[] {
  checkFieldNames(options, NAMES);
  acceptedMissing(host.machine);
  const quiet = withoutConnections(host);
  const bound = new Bound(options);
  const space = new PacketSpace([quiet.namespace], undefined, boundedDiagram(bound));
  const { family, direction, connections = 'first' } = options;
  const families: readonly Family[] = family === undefined ? [4, 6] : [family];
  const directions: readonly Direction[] =
    direction === undefined ? ['sent', 'received'] : [direction];
  const steps = families.length * directions.length;
  const found: BehaviourClass[] = [];
  const divide = (of: Family, round: number): void => {
    const before = found.length;
    bound.at(round * directions.length, steps, `IPv${of} ${directions[0] ?? ''}`);
    withCodedFields(space, [quiet.namespace], of, connections, (coded, fields, comparing) => {
      found.length = before;
      const numbered = new Findings();
      const tables = new TableCache();
      for (const [index, way] of directions.entries()) {
        bound.step(round * directions.length + index, steps, `IPv${of} ${way}`);
        const findings = new Findings(false, numbered);
        const asked = { family: of, direction: way, connections, observed: 'fate' } as const;
        const analysis = analyse(coded, quiet.namespace, { ...asked, findings, tables, comparing });
        found.push(...classesOf(quiet, space, fields, analysis));
      }
    });
  };
  return bounded(
    bound,
    () => {
      for (const [round, of] of families.entries()) divide(of, round);
      return found;
    },
    () => found,
  );
}

/** What becomes of coded packets becomes of all for which they stand. */
function classesOf(
  host: Host,
  space: PacketSpace,
  fields: CodedFields,
  analysis: Analysis,
): readonly BehaviourClass[] {
  const { numbers, fates, where } = fatesOf(host, analysis);
  const followed = new FollowedPackets(space, analysis);
  return numbers.flatMap((number) => {
    const fate = fates[number];
    if (fate === undefined) return [];
    let coded: Node | undefined;
    let known: Node | undefined;
    const of = (): Node => (coded ??= where(number));
    const condition = (): Node => (known ??= fields.decode(of()));
    const narrowed = (): Node =>
      fields.decodeNarrowed(freeBlocks(space.diagram, of(), analysis.packets));
    return [new BehaviourClass(host, followed, fate, { condition, narrowed })];
  });
}
