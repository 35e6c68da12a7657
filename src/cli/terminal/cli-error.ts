/** Exit status for a command line that is wrong. */
export const USAGE_EXIT = 2;

/** Exit status when a host lacks something that Linux would have done to it. */
export const INCOMPLETE_EXIT = 4;

/** Why the command can't do what it was asked for: reported to the user without a stack trace. */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** Exit status that goes with it. */
  readonly exit: number;

  constructor(message: string, exit = 1) {
    super(message);
    this.exit = exit;
  }
}
