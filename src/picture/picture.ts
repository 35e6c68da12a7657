import type { Host } from '../host/host.js';
import { isLost, type Cause } from '../journey/hop.js';
import type { Journey } from '../journey/journey.js';
import { journeyLines } from '../trace/journey.js';
import { plain } from '../trace/paint.js';
import { visibleData } from '../visible-text.js';
import { mapNetwork, namespaceTitle, stackId, type Line, type Spot } from './network-map.js';
import { findWay, type Step } from './way.js';

/** A line of text that belongs to packets of a cause, or to none. */
export interface Remark {
  readonly text: string;
  readonly cause: Cause | undefined;
}

/** A spot as it is drawn. */
export interface DrawnSpot extends Spot {
  /** What ends there, a line each. */
  readonly ends: readonly SpotEnd[];
}

/** A packet's end at a spot. */
export interface SpotEnd {
  readonly text: string;
  readonly good: boolean;
}

/** A namespace as it is drawn. */
export interface Box {
  readonly namespace: string;
  readonly title: string;
  readonly spots: readonly DrawnSpot[];
}

/** What is drawn, whatever it is drawn as. Its texts are visible ones. */
export interface Picture {
  readonly boxes: readonly Box[];
  /** Each from the end that is nearer to where the journey begins. */
  readonly lines: readonly Line[];
  readonly steps: readonly Step[];
  /** The journey in words, with the numbers of its steps. */
  readonly remarks: readonly Remark[];
}

/** What a picture of a host's machine shows, and of a journey through it. */
export function pictureOf(host: Host, journey: Journey | undefined): Picture {
  const hops = journey?.journey ?? [];
  const map = mapNetwork(host.machine, hops);
  const steps = findWay(map, hops);
  const boxes = map.namespaces.map((namespace) => ({
    namespace,
    title: namespaceTitle(namespace),
    spots: map.spots
      .filter((spot) => spot.namespace === namespace)
      .map((spot) => withEnds(spot, steps)),
  }));
  return visibleData({
    boxes,
    lines: awayFrom(stackId(host.namespaceName), map.lines),
    steps,
    remarks: journey === undefined ? [] : remarksOn(journey),
  });
}

/** Lines turned so that they lead away from a spot. */
function awayFrom(start: string, lines: readonly Line[]): readonly Line[] {
  const distances = new Map([[start, 0]]);
  for (const [spot, distance] of distances) {
    for (const { ends } of lines) {
      if (!ends.includes(spot)) continue;
      for (const end of ends) if (!distances.has(end)) distances.set(end, distance + 1);
    }
  }
  const distanceOf = (spot: string): number => distances.get(spot) ?? Infinity;
  return lines.map(({ ends: [a, b], cable }) => ({
    ends: distanceOf(a) > distanceOf(b) ? [b, a] : [a, b],
    cable,
  }));
}

function withEnds(spot: Spot, steps: readonly Step[]): DrawnSpot {
  const ends = steps
    .filter(({ path }) => path.at(-1) === spot.id)
    .flatMap(({ number, hop, end }): readonly SpotEnd[] => {
      if (end === 'delivered') return [{ text: `${number} delivered`, good: true }];
      if (isLost(hop)) return [{ text: `${number} dropped: ${hop.at}`, good: false }];
      if (end === 'left') return [{ text: `${number} left`, good: false }];
      return [];
    });
  return { ...spot, ends };
}

function remarksOn(journey: Journey): readonly Remark[] {
  return journeyLines(journey, plain).map(({ text, hop, begins, resumes = begins }) => {
    if (resumes !== undefined) {
      return { text, cause: journey.journey.find(({ packet }) => packet === resumes)?.cause };
    }
    if (hop === undefined) return { text, cause: undefined };
    return { text: `  ${hop + 1} ${text}`, cause: journey.journey[hop]?.cause };
  });
}
