import { Bound, GaveUp, type Bounds } from '../bound.js';
import type { Nesting } from '../bash/file/world.js';
import type { Machine } from '../machine/machine.js';

/** What a script may take, beside time. A script that takes more is ended as one that fails, with words that name the limit and exit status 126. */
export interface ScriptLimits {
  /** How many commands it may run; 100,000,000 when left out. */
  readonly commands?: number;
  /** How many bytes it may print; 256 MiB when left out. */
  readonly outputBytes?: number;
  /** How many bytes its variables and the texts between its commands may hold at once; 512 MiB when left out. */
  readonly liveBytes?: number;
  /** How many bytes its files may hold; 1 GiB when left out. */
  readonly fileBytes?: number;
}

/** What a script had done when it was given up. */
export interface ScriptSoFar {
  /** The machine as its commands had made it. */
  readonly machine: Machine;
  /** The line of the script at which it was; undefined before its first command. */
  readonly line: number | undefined;
}

/** So long a script runs before timers get their turn, in milliseconds. */
const TURN_MS = 50;

/** How many of each may run in each other. Linux ends them where its memory, or the stack of Bash, ends. */
const MOST_NESTED: Readonly<Record<Nesting, number>> = {
  shells: 1000,
  functions: 10_000,
  texts: 10_000,
};
const NESTED: Readonly<Record<Nesting, string>> = {
  shells: 'shells',
  functions: 'functions',
  texts: 'evals or sourced files',
};

/** A script takes more than it may. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
}

/** An error as the limit that it stands for: the call stack of JavaScript is one. */
export function asLimit(error: unknown): unknown {
  const isOverflow =
    error instanceof Error &&
    /^(?:Maximum call stack size exceeded|too much recursion)/.test(error.message);
  return isOverflow
    ? new LimitReached('more constructs in each other than the call stack holds')
    : error;
}

/** Holds a script to what it may take. */
export class ScriptBound {
  readonly #bound: Bound;
  readonly #limits: Required<Omit<ScriptLimits, 'fileBytes'>>;
  /** Why it ends: whoever of the programs catches it, the next command throws it again. */
  #over: unknown;
  #commands = 0;
  #printed = 0;
  readonly #nested: Record<Nesting, number> = { shells: 0, functions: 0, texts: 0 };
  #turned = performance.now();

  constructor(
    bounds: Bounds,
    { commands = 100_000_000, outputBytes = 256 << 20, liveBytes = 512 << 20 }: ScriptLimits = {},
  ) {
    this.#bound = new Bound(bounds, 'commands');
    this.#limits = { commands, outputBytes, liveBytes };
  }

  /**
   * A command begins in this line. The answer is to be waited for: timers get their turn, so that a signal can be aborted.
   *
   * @throws GaveUp, LimitReached
   */
  begin(line: number): void | Promise<void> {
    if (this.#over !== undefined) throw this.#over;
    try {
      this.#bound.at(this.#commands++, Infinity, `line ${line}`);
      this.#bound.look();
      if (this.#commands > this.#limits.commands) {
        throw new LimitReached(`more than ${this.#limits.commands} commands`);
      }
    } catch (error) {
      this.#over = error;
      throw error;
    }
    return performance.now() - this.#turned < TURN_MS ? undefined : this.takeTurns();
  }

  /** A command does work that never waits: nothing of it is done when it is given up. @throws GaveUp */
  during<Result>(work: () => Result): Result {
    try {
      return this.#bound.during(work);
    } catch (error) {
      if (error instanceof GaveUp) this.#over = error;
      throw error;
    }
  }

  /** So many bytes are printed. @throws LimitReached */
  readonly print = (bytes: number): void => {
    this.#printed += bytes;
    if (this.#printed > this.#limits.outputBytes) {
      this.#end(`more than ${this.#limits.outputBytes} bytes of output`);
    }
  };

  /** So many bytes are held by variables, or by the text between two commands. @throws LimitReached */
  readonly hold = (bytes: number): void => {
    if (bytes > this.#limits.liveBytes) {
      this.#end(`more than ${this.#limits.liveBytes} bytes in variables or between commands`);
    }
  };

  /** Runs one more shell, function or text in those that run already. @throws LimitReached */
  readonly nest = async <Result>(kind: Nesting, run: () => Promise<Result>): Promise<Result> => {
    if (this.#nested[kind] >= MOST_NESTED[kind]) {
      this.#end(`more than ${MOST_NESTED[kind]} ${NESTED[kind]} in each other`);
    }
    this.#nested[kind]++;
    try {
      return await run();
    } finally {
      this.#nested[kind]--;
    }
  };

  #end(words: string): never {
    this.#over = new LimitReached(words);
    throw this.#over;
  }

  /** Gives timers their turn, so that a signal can be aborted while a script runs. */
  async takeTurns(): Promise<void> {
    if (performance.now() - this.#turned < TURN_MS) return;
    await new Promise<void>((resolve) => setTimeout(resolve));
    this.#turned = performance.now();
  }

  /** Ends the run when the script was given up and something caught it. @throws GaveUp, LimitReached */
  check(): void {
    if (this.#over !== undefined) throw this.#over;
  }
}
