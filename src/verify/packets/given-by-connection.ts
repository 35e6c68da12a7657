import { TRUE, type Diagram } from '../engine/diagram.js';
import type { Vector } from '../engine/vector.js';
import { isOfConnection, isPicked } from '../engine/variables.js';

/** Reports whether some bit of a number is one that connections can give, or are given, whichever it is. */
export function isGivenByConnection(diagram: Diagram, vector: Vector): boolean {
  for (const bit of vector) {
    const level = diagram.level(bit);
    if (!isOfConnection(level)) continue;
    if (isPicked(level) || (diagram.low(bit) <= TRUE && diagram.high(bit) <= TRUE)) return true;
  }
  return false;
}
