import { TRUE, type Diagram } from '../engine/diagram.js';
import type { Vector } from '../engine/vector.js';
import { isOfConnection } from '../engine/variables.js';

/** Reports whether some bit of a number is one that connections can give, whichever it is. */
export function isGivenByConnection(diagram: Diagram, vector: Vector): boolean {
  return vector.some(
    (bit) =>
      isOfConnection(diagram.level(bit)) && diagram.low(bit) <= TRUE && diagram.high(bit) <= TRUE,
  );
}
