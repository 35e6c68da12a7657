import type { Steer } from '../../evaluate/steered-chooser.js';
import type { Analysis } from '../ask/analysis.js';
import type { Node } from '../engine/diagram.js';
import { isOfChoices, isPicked } from '../engine/variables.js';
import type { Point } from '../packets/point.js';
import type { Choice } from './met-choices.js';

/** A way that choice points can go: the option by the choice's name, in words. */
export type ChoicesTaken = Readonly<Record<string, string>>;

/** The option that is taken at a choice point on one of the occasions on which it is met. */
export interface TakenChoice {
  readonly choice: Choice;
  readonly option: number;
}

/**
 * How the choice points of an analysis go at a point of a condition. Those that make no difference are left out: the packet meets the condition
 * whichever way they go.
 *
 * @param picked - what NAT picks is kept all the same, since it says what the packet is changed to
 */
export function takenAt(
  { choices, space }: Pick<Analysis, 'choices' | 'space'>,
  point: Point,
  condition: Node,
  picked = false,
): readonly TakenChoice[] {
  if (choices.length === 0) return [];
  const { diagram } = space;
  const decisive = decisiveLevels({ space }, point, condition);
  const bears = (bit: Node): boolean =>
    [...diagram.variablesOf(bit)].some(
      (level) => decisive.has(level) || (picked && isPicked(level)),
    );
  return choices
    .filter(({ option }) => option.some(bears))
    .map((choice) => {
      const option = choice.option.reduce(
        (value, bit) => 2 * value + diagram.evaluate(bit, (level) => point[level] ?? 0),
        0,
      );
      return { choice, option };
    });
}

/** The same in words; a choice that is met again has a number after its name. */
export function choicesAt(...asked: Parameters<typeof takenAt>): ChoicesTaken {
  return wordsOf(takenAt(...asked));
}

/** Options in words. */
export function wordsOf(taken: readonly TakenChoice[]): ChoicesTaken {
  return Object.fromEntries(
    taken.map(({ choice: { name, meaning, occasion }, option }) => {
      const key = occasion === 0 ? name : `${name} (${occasion + 1})`;
      return [key, meaning(option)];
    }),
  );
}

/** Leads one walk of a packet the way that was taken. */
export function steerBy(taken: readonly TakenChoice[]): Steer {
  const met = new Map<string, number>();
  return ({ name, meanings }) => {
    const occasion = met.get(name) ?? 0;
    met.set(name, occasion + 1);
    const found = taken.find(({ choice }) => choice.name === name && choice.occasion === occasion);
    return found && Math.min(found.option, meanings.length - 1);
  };
}

/** The variables of choices on which a condition depends for the packet of a point. */
function decisiveLevels(
  { space: { diagram } }: Pick<Analysis, 'space'>,
  point: Point,
  condition: Node,
): ReadonlySet<number> {
  const known = new Map<Node, Node>();
  const walk = (node: Node): Node => {
    const level = diagram.level(node);
    if (!isOfChoices(level)) {
      return diagram.terminal(diagram.evaluate(node, (at) => point[at] ?? 0));
    }
    let result = known.get(node);
    if (result === undefined) {
      result = diagram.make(level, walk(diagram.low(node)), walk(diagram.high(node)));
      known.set(node, result);
    }
    return result;
  };
  return new Set(diagram.variablesOf(walk(condition)));
}
