import { GaveUp, type Bound } from '../../bound.js';
import { frozen } from '../../frozen.js';
import { Diagram, DiagramFull } from './diagram.js';

/** A diagram of no more nodes than the work may make, whose operations look at the clock. */
export function boundedDiagram(bound: Bound, most = Infinity): Diagram {
  return new Diagram(Math.min(most, bound.maxNodes), bound);
}

/**
 * Does work within its bound; what is asked of its results later isn't held to it. They are frozen.
 *
 * @param soFar - what is certain when the work is given up
 * @throws GaveUp
 */
export function bounded<Result>(bound: Bound, work: () => Result, soFar: () => unknown): Result {
  bound.hold();
  try {
    return bound.during(() => frozen(work()));
  } catch (error) {
    if (error instanceof DiagramFull) throw bound.gaveUp('nodes', frozen(soFar()));
    if (error instanceof GaveUp) throw new GaveUp(error, frozen(soFar()));
    throw error;
  } finally {
    bound.lift();
  }
}
