import type { Family } from '../address/family.js';
import type { Host } from '../host/host.js';
import { analyse, type Analysis } from './analysis.js';
import { BehaviourClass } from './behaviour-class.js';
import type { CodedFields } from './coding/code-fields.js';
import { withCodedFields } from './coding/with-coded-fields.js';
import type { Node } from './engine/diagram.js';
import { fatesOf } from './fates.js';
import { freeBlocks } from './free-blocks.js';
import { Findings } from './findings.js';
import { FollowedPackets } from './followed-packets.js';
import { TableCache } from './look-up.js';
import { withoutConnections } from './without-connections.js';
import { PacketSpace, type Direction } from './packet-space.js';
import type { Progress } from './progress.js';
import type { Connections } from './track-packets.js';

/** Which packets are divided, and what is assumed of connections. */
export interface ClassesOptions {
  /** Both families when left out. */
  readonly family?: Family;
  /** Sent and received packets when left out. */
  readonly direction?: Direction;
  /** `first` when left out. */
  readonly connections?: Connections;
  /** Told before each step: one for each family and direction. */
  readonly progress?: Progress;
}

/**
 * Divides all packets by what becomes of them: no two classes share a packet, and together they have every packet that there can be.
 * Where a choice point decides, every way of it counts, so that a packet has a class for each way.
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
  const quiet = withoutConnections(host);
  const space = new PacketSpace([quiet.namespace]);
  const { family, direction, connections = 'first', progress } = options;
  const families: readonly Family[] = family === undefined ? [4, 6] : [family];
  const directions: readonly Direction[] =
    direction === undefined ? ['sent', 'received'] : [direction];
  const steps = families.length * directions.length;
  return families.flatMap((of, round) =>
    withCodedFields(space, [quiet.namespace], of, connections, (coded, fields, comparing) => {
      const numbered = new Findings();
      const tables = new TableCache();
      return directions.flatMap((way, index) => {
        progress?.(round * directions.length + index, steps, `IPv${of} ${way}`);
        const findings = new Findings(false, numbered);
        const asked = { family: of, direction: way, connections, observed: 'fate' } as const;
        const analysis = analyse(coded, quiet.namespace, { ...asked, findings, tables, comparing });
        return classesOf(quiet, space, fields, analysis);
      });
    }),
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
