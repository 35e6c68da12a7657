import * as fc from 'fast-check';
import { checkInput } from './check-input.js';
import type { AnyTarget } from './target.js';

/** An input that breaks something. */
export interface Finding {
  readonly target: string;
  /** The seed of the draw, and which input of it: `--seed SEED --target NAME` draws it again. */
  readonly seed: number;
  readonly trouble: string;
  /** As small as shrinking made it, as JSON. */
  readonly input: unknown;
}

/** How long a target is fuzzed. */
export interface Limit {
  readonly seed: number;
  /** How many inputs at most. */
  readonly runs: number;
  /** For how many milliseconds at most. */
  readonly milliseconds?: number;
  /** Called before each input. */
  readonly onInput?: (run: number) => void;
}

/** What fuzzing a target found. */
export interface Fuzzed {
  readonly inputs: number;
  /** The longest that an input took both times, in milliseconds of computing. */
  readonly slowest: number;
  readonly finding: Finding | undefined;
}

const SHRINK_MS = 20_000;

/** Draws inputs for a target until one breaks something, or the limit is reached; the last input is done by then. */
export async function fuzzTarget(
  target: AnyTarget,
  { seed, runs, milliseconds, onInput }: Limit,
): Promise<Fuzzed> {
  let inputs = 0;
  let slowest = 0;
  let found: { readonly input: unknown; readonly trouble: string } | undefined;
  const tryOut = async (input: unknown): Promise<boolean> => {
    const { trouble, milliseconds: taken } = await checkInput(target, input);
    slowest = Math.max(slowest, taken);
    if (trouble !== undefined) found ??= { input, trouble };
    return trouble === undefined;
  };
  let last: Promise<boolean> | undefined;
  const property = fc.asyncProperty(target.inputs(), (input) => {
    onInput?.(inputs);
    inputs += 1;
    return (last = tryOut(input));
  });
  await fc.check(property, {
    seed,
    numRuns: runs,
    endOnFailure: true,
    ...(milliseconds === undefined ? {} : { interruptAfterTimeLimit: milliseconds }),
  });
  // An interrupted check leaves its input running.
  await last;
  if (found === undefined) return { inputs, slowest, finding: undefined };
  const { input, trouble } = await shrink(target, found);
  const json = target.shape.toJson(input);
  return { inputs, slowest, finding: { target: target.name, seed, trouble, input: json } };
}

/** The input that a draw comes to, without trying it or those before it. */
export function drawInput(target: AnyTarget, seed: number, run: number): unknown {
  const property = fc.asyncProperty(target.inputs(), async () => undefined);
  const drawn = fc.sample(property, { seed, numRuns: run + 1 }).at(-1);
  return target.shape.toJson(drawn?.[0]);
}

/** The smallest input of those that were tried that breaks something too. */
async function shrink(
  target: AnyTarget,
  found: { readonly input: unknown; readonly trouble: string },
): Promise<{ readonly input: unknown; readonly trouble: string }> {
  const { smaller } = target.shape;
  if (!smaller.canShrinkWithoutContext(found.input)) return found;
  let least = found;
  const kind = kindOf(found.trouble);
  const tryOut = async (input: unknown): Promise<boolean> => {
    const { trouble } = await checkInput(target, input);
    if (trouble === undefined || kindOf(trouble) !== kind) return true;
    least = { input, trouble };
    return false;
  };
  let last: Promise<boolean> | undefined;
  const property = fc.asyncProperty(smaller, (input: unknown) => (last = tryOut(input)));
  await fc.check(property, {
    examples: [[found.input]],
    numRuns: 1,
    interruptAfterTimeLimit: SHRINK_MS,
  });
  await last;
  return least;
}

/** What findings have in common that are the same fault: the error and where it was thrown, or its first words, without names and numbers of the input. */
export function kindOf(trouble: string): string {
  const [head = '', first = ''] = trouble.split('\n');
  const place = /^\s+at (\S+ ?\S*)/.exec(first)?.[1];
  if (place !== undefined) return `${/^\w+/.exec(head)?.[0] ?? ''} at ${place}`;
  return head.replaceAll(/"[^"]*"|'[^']*'|\d+/g, '_').slice(0, 60);
}
