import { Bound, type Bounds } from '../bound.js';
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

/** A script takes more than it may. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
}

/** Holds a script to what it may take. */
export class ScriptBound {
  readonly #bound: Bound;
  readonly #limits: Required<Omit<ScriptLimits, 'fileBytes'>>;
  /** Why it ends: whoever of the programs catches it, the next command throws it again. */
  #over: unknown;
  #commands = 0;
  #printed = 0;
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
