import * as fc from 'fast-check';
import type { Host } from '../host/host.js';
import type { Command } from './command/command.js';

/** A command that was accepted, and the host after it. */
interface Step {
  readonly command: Command;
  readonly host: Host;
}

/**
 * Commands that have run one after the other, each of them accepted; as text, a shell script.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { Host } from 'nexthop';
 * import { scripts } from 'nexthop/fast-check';
 * const [script] = fc.sample(scripts(4), { numRuns: 1, seed: 1 });
 * String(script).startsWith(String(script.commands[0])); // true
 * Host.fromCommands(String(script)).namespace.links.size === script.host.namespace.links.size; // true
 * ```
 */
export class Script {
  readonly #start: Host;
  readonly #steps: readonly Step[];

  private constructor(start: Host, steps: readonly Step[]) {
    this.#start = start;
    this.#steps = steps;
    Object.freeze(this);
  }

  /**
   * The script of nothing.
   *
   * @internal
   */
  static from(start: Host): Script {
    return new Script(start, []);
  }

  /** The host on which the first command ran. */
  get start(): Host {
    return this.#start;
  }

  /** The host after the last command. */
  get host(): Host {
    return this.#steps.at(-1)?.host ?? this.#start;
  }

  /** The commands in order. */
  get commands(): readonly Command[] {
    return Object.freeze(this.#steps.map(({ command }) => command));
  }

  /**
   * This script with one command more; the same when the command is refused.
   *
   * @internal
   */
  followedBy(command: Command): Script {
    const { host, exit } = this.host.exec(command.words);
    return exit === 0 ? new Script(this.#start, [...this.#steps, { command, host }]) : this;
  }

  /**
   * Shorter scripts: without half of the commands, a quarter of them, down to each alone, then with shorter commands. What is refused
   * after that goes too.
   *
   * @internal
   */
  *shorter(): Iterable<Script> {
    const { length } = this.#steps;
    for (let count = length; count > 0; count = Math.floor(count / 2)) {
      for (let at = length - count; at > -count; at -= count) {
        yield this.#replaced(Math.max(0, at), Math.max(0, at) + count, []);
      }
    }
    for (const [at, { command }] of this.#steps.entries()) {
      for (const shorter of command.shorter()) yield this.#replaced(at, at + 1, [shorter]);
    }
  }

  /** With other commands in the place of some; those that follow run again. */
  #replaced(from: number, to: number, commands: readonly Command[]): Script {
    const kept = new Script(this.#start, this.#steps.slice(0, from));
    const after = this.#steps.slice(to).map(({ command }) => command);
    return [...commands, ...after].reduce((script, command) => script.followedBy(command), kept);
  }

  /** The commands as a shell script, one a line. */
  toString(): string {
    return this.commands.map((command) => `${String(command)}\n`).join('');
  }

  /** What fast-check's reports show. */
  [fc.toStringMethod](): string {
    return this.toString();
  }
}
