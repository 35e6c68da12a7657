import { assertNever } from '../assert-never.js';
import { isLost, type Hop } from '../journey/hop.js';
import { ROOT_NAMESPACE } from '../machine/machine.js';
import { deviceId, stackId, type NetworkMap } from './network-map.js';

/** Where a step leaves its packet: under way on a device, with the sockets, dropped, or out of a device behind which nothing is known. */
export type StepEnd = 'under way' | 'delivered' | 'dropped' | 'left';

/** One thing that happens to a packet, on the map. */
export interface Step {
  /** From 1, in the order of the journey. */
  readonly number: number;
  readonly hop: Hop;
  /** The spots that the packet passes for it, from the first to the last. */
  readonly path: readonly string[];
  readonly end: StepEnd;
}

/** Finds the way of a journey on the map. */
export function findWay(map: NetworkMap, hops: readonly Hop[]): readonly Step[] {
  const roads = new Roads(map);
  return hops.map((hop, index) => ({
    number: index + 1,
    hop,
    path: pathOf(hop, hops.slice(0, index), roads),
    end: endOf(hop, hops.slice(index + 1)),
  }));
}

/** From where the packet was, by the device that it came in by and, where it is routed, the IP layer, to where it is then. */
function pathOf(hop: Hop, before: readonly Hop[], roads: Roads): readonly string[] {
  const namespace = hop.ns ?? ROOT_NAMESPACE;
  const stack = stackId(namespace);
  const came = hop.iif === null ? [] : [deviceId(namespace, hop.iif)];
  const stations = [...came, ...(hop.kind === 'bridge' ? [] : [stack]), spotAfter(hop)];
  const start = startOf(hop, stations[0] ?? stack, before, roads);
  return roads.through([start, ...stations]);
}

/** Where a hop leaves its packet. */
function spotAfter(hop: Hop): string {
  const namespace = hop.ns ?? ROOT_NAMESPACE;
  switch (hop.kind) {
    case 'transmit':
    case 'bridge':
      return deviceId(namespace, hop.dev);
    case 'deliver':
    case 'drop':
      return stackId(namespace);
    default:
      return assertNever(hop);
  }
}

/** The place of the packet before: that nearest to where it goes, of several; of one that begins, where it is made. */
function startOf(hop: Hop, first: string, before: readonly Hop[], roads: Roads): string {
  const own = before.filter(({ packet }) => packet === hop.packet).map(spotAfter);
  if (own.length > 0) return roads.nearest(own, first);
  const last = before.at(-1);
  const wrapped = hop.cause === 'tunnel' && last !== undefined && last.ns === hop.ns;
  if (wrapped) return spotAfter(last);
  return hop.iif === null ? stackId(hop.ns ?? ROOT_NAMESPACE) : first;
}

function endOf(hop: Hop, after: readonly Hop[]): StepEnd {
  switch (hop.kind) {
    case 'deliver':
      return 'delivered';
    case 'drop':
      return 'dropped';
    case 'transmit':
    case 'bridge': {
      if (isLost(hop)) return 'dropped';
      const [next] = after;
      const wrapped = next?.cause === 'tunnel' && next.ns === hop.ns && next.iif === null;
      const goesOn = wrapped || after.some(({ packet }) => packet === hop.packet);
      return goesOn ? 'under way' : 'left';
    }
    default:
      return assertNever(hop);
  }
}

/** The shortest ways on a map. */
class Roads {
  readonly #next = new Map<string, string[]>();

  constructor({ spots, lines }: NetworkMap) {
    for (const { id } of spots) this.#next.set(id, []);
    for (const { ends } of lines) {
      const [a, b] = ends;
      this.#next.get(a)?.push(b);
      this.#next.get(b)?.push(a);
    }
  }

  /** The way from one to the next of some spots; straight on where no line leads there. */
  through([first, ...rest]: readonly [string, ...string[]]): readonly string[] {
    const path = [first];
    for (const to of rest) {
      const from = path.at(-1) ?? first;
      path.push(...(this.#find(from, to) ?? [from, to]).slice(1));
    }
    return path;
  }

  /** That of some spots from which the way is shortest; the last of several. */
  nearest(spots: readonly string[], to: string): string {
    const lengths = spots.map((spot) => this.#find(spot, to)?.length ?? Infinity);
    return spots[lengths.lastIndexOf(Math.min(...lengths))] ?? to;
  }

  #find(from: string, to: string): readonly string[] | undefined {
    const cameBy = new Map<string, string>();
    const seen = new Set([from]);
    for (const spot of seen) {
      if (spot === to) break;
      for (const next of this.#next.get(spot) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        cameBy.set(next, spot);
      }
    }
    if (!seen.has(to)) return undefined;
    const path = [to];
    for (let spot = cameBy.get(to); spot !== undefined; spot = cameBy.get(spot)) path.unshift(spot);
    return path;
  }
}
