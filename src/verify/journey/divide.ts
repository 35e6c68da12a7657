import type { Predicate } from '../../predicate/predicate.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import { conditionOf } from '../run/predicate-condition.js';
import type { Part } from './outcome.js';

/** Packets divided by what each of some conditions says of them; no part is empty. */
export function divideBy(
  diagram: Diagram,
  conditions: readonly Predicate[],
  { packets, registers }: Pick<Part, 'packets' | 'registers'>,
): readonly Node[] {
  return conditions.reduce<readonly Node[]>(
    (parts, condition) => {
      const meets = conditionOf(diagram, condition, registers);
      return parts
        .flatMap((part) => [diagram.and(part, meets), diagram.minus(part, meets)])
        .filter((part) => part !== FALSE);
    },
    [packets],
  );
}
