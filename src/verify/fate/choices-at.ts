import type { Analysis } from '../ask/analysis.js';
import type { Point } from '../packets/point.js';

/** A way that choice points can go: the option by the choice's name, in words. */
export type ChoicesTaken = Readonly<Record<string, string>>;

/** How the choice points of an analysis go at a point; a choice that is met again has a number after its name. */
export function choicesAt(
  { choices, space }: Pick<Analysis, 'choices' | 'space'>,
  point: Point,
): ChoicesTaken {
  return Object.fromEntries(
    choices.map(({ name, meaning, occasion, option }) => {
      const taken = option.reduce(
        (value, bit) => 2 * value + space.diagram.evaluate(bit, (level) => point[level] ?? 0),
        0,
      );
      const key = occasion === 0 ? name : `${name} (${occasion + 1})`;
      return [key, meaning(taken)];
    }),
  );
}
