import { frozen } from '../frozen.js';
import type { TextPosition } from '../parse-error.js';
import { visibleLines } from '../visible-text.js';

/**
 * A command that was refused, with the tool's own words and exit status. The host on which it ran is as it was.
 *
 * @example
 * ```ts
 * import { CommandError, Host } from 'nexthop';
 * let exit = 0;
 * try {
 *   Host.fromCommands('ip route add default via 192.0.2.1');
 * } catch (error) {
 *   if (error instanceof CommandError) exit = error.exit;
 * }
 * exit; // 2
 * ```
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  /** The command's words. */
  readonly words: readonly string[];
  /** What the tool printed on standard error, line ends included. */
  readonly stderr: string;
  /** Its exit status, 1 to 255. */
  readonly exit: number;
  /** Line in the text that was given, from 1. */
  readonly line: number;
  /** Column in that line, from 1. */
  readonly column: number;

  constructor(words: readonly string[], stderr: string, exit: number, at: TextPosition) {
    const printed = visibleLines(`${words.join(' ')}: ${stderr.trim()}`);
    super(`${at.line}:${at.column}: ${printed} (exit status ${exit})`);
    this.words = frozen([...words]);
    this.stderr = stderr;
    this.exit = exit;
    this.line = at.line;
    this.column = at.column;
    Object.freeze(this);
  }
}
