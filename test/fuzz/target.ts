import type * as fc from 'fast-check';
import type { Shape } from './shape.js';

/** An error that a target may end with: it is documented. */
export interface AllowedError {
  readonly of: abstract new (...args: never[]) => Error;
  /** What its message is like, where the engine throws errors of the class too. */
  readonly like?: RegExp;
}

/** Something that reads what people give it, and what may come of that. */
export interface Target<Input> {
  readonly name: string;
  readonly shape: Shape<Input>;
  /** Draws inputs. They are made when they are first asked for. */
  readonly inputs: () => fc.Arbitrary<Input>;
  /**
   * Gives an input to what is tested, and checks what comes of it; what it returns is the same every time.
   *
   * @throws {@link Broken} when a law doesn't hold
   */
  readonly run: (input: Input) => unknown;
  readonly allowed: readonly AllowedError[];
  /** How many milliseconds of computing one input may take. */
  readonly milliseconds: number;
  /** How many turns it has in each round of a long run, while others have one; 1 when left out. */
  readonly share?: number;
  /** How many inputs the default test run draws. */
  readonly runs: number;
}

/** A law that an input breaks. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** Checks that a law holds. @throws {@link Broken} */
export function hold(holds: boolean, law: string, ...shown: readonly unknown[]): asserts holds {
  if (holds) return;
  const what = shown.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  throw new Broken([law, ...what].join('\n  '));
}

/** Targets of any kinds of input. */
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyTarget = Target<any>;
