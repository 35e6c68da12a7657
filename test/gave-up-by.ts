import { GaveUp } from '../src/bound.js';

/** How work was given up; undefined when it wasn't. */
export function gaveUpBy(work: () => unknown): GaveUp | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof GaveUp) return error;
    throw error;
  }
}

/** Goes on by a millisecond whenever it's looked at. */
export function ticking(): () => number {
  let now = 0;
  return () => now++;
}
