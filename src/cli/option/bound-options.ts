import { InvalidArgumentError, Option } from 'commander';
import { GaveUp, type Bounds } from '../../bound.js';

/** What a whole command may take, as its options are read. */
export type CommandBounds = {
  -readonly [Name in 'deadline' | 'maxNodes' | 'clock']?: Bounds[Name];
};

/** `--timeout SECONDS`: the time runs from the moment at which the option is read, the set-up script's included. */
export function timeoutOption(bounds: CommandBounds, clock: () => number): Option {
  return new Option(
    '--timeout <seconds>',
    'give up after so long, with exit status 5; what is certain by then is printed',
  ).argParser((text) => {
    const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
    if (seconds === 0) throw new InvalidArgumentError(`Expected seconds, found '${text}'.`);
    bounds.deadline = clock() + 1000 * seconds;
    return seconds;
  });
}

/** The commands that make decision diagrams. */
const WITH_NODES: ReadonlySet<string> = new Set([
  'prove',
  'classes',
  'coverage',
  'diff',
  'lint',
  'translate',
]);

/** Whether a command makes decision diagrams, so that it has {@link maxNodesOption}. */
export function makesNodes(name: string): boolean {
  return WITH_NODES.has(name);
}

/** `--max-nodes N`. */
export function maxNodesOption(bounds: CommandBounds): Option {
  return new Option(
    '--max-nodes <number>',
    'give up when a decision diagram would have more nodes, with exit status 5',
  ).argParser((text) => {
    if (!/^[1-9]\d*$/.test(text)) {
      throw new InvalidArgumentError(`Expected a number from 1 on, found '${text}'.`);
    }
    bounds.maxNodes = Number(text);
    return bounds.maxNodes;
  });
}

/** What a script may take of what a command may. */
export function scriptBounds({ clock, deadline }: Bounds): Omit<Bounds, 'maxNodes'> {
  return {
    ...(clock === undefined ? {} : { clock }),
    ...(deadline === undefined ? {} : { deadline }),
  };
}

/** What work found, all or what is certain of it. */
export interface Certain<Found> {
  readonly found: Found;
  /** That it was given up; undefined when it is all. */
  readonly gaveUp: GaveUp | undefined;
}

/**
 * Does work that may be given up.
 *
 * @param read - what is certain then
 * @throws GaveUp when nothing is
 */
export function certainOf<Found>(
  work: () => Found,
  read: (soFar: Found | undefined) => Found,
): Certain<Found> {
  try {
    return { found: work(), gaveUp: undefined };
  } catch (error) {
    if (!isGaveUp<Found>(error)) throw error;
    return { found: read(error.soFar), gaveUp: error };
  }
}

/** What work throws has what it would have given, as far as it's certain. */
function isGaveUp<Found>(error: unknown): error is GaveUp<Found | undefined> {
  return error instanceof GaveUp;
}
