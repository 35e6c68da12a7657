import { Bound, GaveUp, type Bounds } from '../bound.js';
import type { Machine } from '../machine/machine.js';

/** What a script may take, beside time. A script that takes more is ended as one that fails, with the words of just-bash and exit status 126. */
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

/** Holds a script to what it may take. */
export class ScriptBound {
  readonly #bound: Bound;
  #over: unknown;
  #commands = 0;
  #turned = performance.now();

  constructor(bounds: Bounds) {
    this.#bound = new Bound(bounds, 'commands');
  }

  /**
   * A signal that looks at the clock itself: just-bash asks it before each command, and fires no timer while a script never waits.
   *
   * @param line - the line at which the script is
   */
  signal(line: () => number | undefined): AbortSignal {
    const isOver = (): boolean => {
      if (this.#over !== undefined) return true;
      try {
        const at = line();
        this.#bound.at(this.#commands++, Infinity, at === undefined ? '' : `line ${at}`);
        this.#bound.look();
        return false;
      } catch (error) {
        this.#over = error;
        return true;
      }
    };
    return Object.defineProperty(new AbortController().signal, 'aborted', { get: isOver });
  }

  /** Gives timers their turn, so that a signal can be aborted while a script runs. */
  async takeTurns(): Promise<void> {
    if (performance.now() - this.#turned < TURN_MS) return;
    await new Promise<void>((resolve) => setTimeout(resolve));
    this.#turned = performance.now();
  }

  /** Ends the run when the script was given up. @throws GaveUp */
  check(soFar: () => ScriptSoFar): void {
    if (this.#over instanceof GaveUp) throw new GaveUp<ScriptSoFar>(this.#over, soFar());
    if (this.#over !== undefined) throw this.#over;
  }
}
