import type { Machine } from '../machine/machine.js';

/**
 * A tool gives up in the middle of its words: thrown by parsers, caught in one place, which makes a command result of it.
 *
 * Never leaves the command layer, and nothing has changed when it is thrown, unless it has the machine that is left.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** What the tool prints, line ends included. */
  readonly stderr: string;
  /** Exit status, 0 to 255. */
  readonly exit: number;
  /** The tool calls exit(3) here, which ends a whole `ip -batch` even under `-force`; false when it returns a failure. */
  readonly endsBatch: boolean;
  /** The name of what Linux has and nexthop doesn't simulate, when that is why. */
  readonly unsimulated: string | undefined;
  /** What the kernel leaves that had begun; undefined where nothing has changed. */
  readonly machine: Machine | undefined;

  constructor(
    exit: number,
    stderr: string,
    endsBatch = true,
    unsimulated?: string,
    machine?: Machine,
  ) {
    super(stderr);
    this.machine = machine;
    this.exit = exit;
    this.stderr = stderr;
    this.endsBatch = endsBatch;
    this.unsimulated = unsimulated;
  }

  /** The same refusal of a kernel that leaves this machine. */
  leaving(machine: Machine): Refusal {
    return new Refusal(this.exit, this.stderr, this.endsBatch, this.unsimulated, machine);
  }

  /** The same refusal, with what the tool printed before it. */
  after(printed: string): Refusal {
    const stderr = printed + this.stderr;
    return new Refusal(this.exit, stderr, this.endsBatch, this.unsimulated, this.machine);
  }
}
