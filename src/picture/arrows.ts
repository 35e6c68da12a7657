import type { Cause } from '../journey/hop.js';
import type { Layout } from './layout.js';
import type { Picture } from './picture.js';
import { beside, between, middle, type Point } from './point.js';
import type { Step } from './way.js';

/** A packet's way from one spot to the next. */
export interface Arrow {
  readonly points: readonly Point[];
  readonly cause: Cause;
  /** The steps that end here, of which it bears the number. */
  readonly steps: readonly Step[];
}

/** A packet's use of a line, one way, however often. */
interface Lane {
  readonly packet: number;
  readonly cause: Cause;
  readonly from: string;
  readonly to: string;
  readonly steps: Step[];
}

/** How far apart packets are drawn that use the same line; nearer where the spots at its ends have no room. */
const LANE_GAP = 16;

/** The arrows of all packets, side by side where several use the same line. */
export function placeArrows({ lines, steps }: Picture, layout: Layout): readonly Arrow[] {
  const points = new Map(
    lines.map(({ ends }, index) => [ends.join(' '), layout.lines[index]] as const),
  );
  return [...sortIntoLanes(steps).values()].flatMap((lanes) =>
    lanes.map((lane, index) => placeArrow(lane, index - (lanes.length - 1) / 2, lanes.length)),
  );

  function placeArrow({ cause, from, to, steps: own }: Lane, place: number, lanes: number): Arrow {
    const [tail, head] = [layout.spots.get(from), layout.spots.get(to)];
    if (tail === undefined || head === undefined) return { points: [], cause, steps: own };
    // The packets of all lines lie in the same order, seen from the left.
    const forth = tail.x < head.x || (tail.x === head.x && from < to);
    const [a, b] = forth ? [from, to] : [to, from];
    const [start, end] = forth ? [tail, head] : [head, tail];
    const there = points.get(`${a} ${b}`) ?? points.get(`${b} ${a}`)?.toReversed() ?? [];
    const whole = [middle(start), ...there.slice(1, -1), middle(end)];
    const gap = Math.min(LANE_GAP, (Math.min(start.height, end.height) - 10) / lanes);
    const lane = between(beside(whole, place * gap), start, end);
    return { points: forth ? lane : lane.toReversed(), cause, steps: own };
  }
}

/** Who uses which line: each packet once each way. */
function sortIntoLanes(steps: readonly Step[]): ReadonlyMap<string, readonly Lane[]> {
  const used = new Map<string, Lane[]>();
  for (const step of steps) {
    const { path, hop } = step;
    path.slice(1).forEach((to, index) => {
      const from = path[index] ?? to;
      const line = [from, to].toSorted().join(' ');
      const lanes = used.get(line) ?? [];
      used.set(line, lanes);
      let lane = lanes.find((other) => other.packet === hop.packet && other.from === from);
      if (lane === undefined) {
        lane = { packet: hop.packet, cause: hop.cause, from, to, steps: [] };
        lanes.push(lane);
      }
      if (index === path.length - 2) lane.steps.push(step);
    });
  }
  return used;
}
