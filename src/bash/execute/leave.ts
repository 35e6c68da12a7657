/** Ends a loop, or its round: `break`, `continue`. */
export class LoopLeave extends Error {
  override readonly name = 'LoopLeave';

  constructor(
    readonly kind: 'break' | 'continue',
    /** How many loops it leaves. */
    public levels: number,
  ) {
    super(kind);
  }
}

/** Ends a function or a sourced file: `return`. */
export class FunctionLeave extends Error {
  override readonly name = 'FunctionLeave';

  constructor(readonly status: number) {
    super('return');
  }
}

/** Ends a shell: `exit`, `set -e`, an error that no shell survives. */
export class ShellLeave extends Error {
  override readonly name = 'ShellLeave';

  constructor(readonly status: number) {
    super('exit');
  }
}

/** What can't be expanded: ends the complete command that it stands in, or the shell. */
export class ExpansionProblem extends Error {
  override readonly name = 'ExpansionProblem';
  /** The script's standard error has it already. */
  isReported = false;

  constructor(
    message: string,
    readonly ends: 'command' | 'shell' = 'command',
  ) {
    super(message);
  }
}
