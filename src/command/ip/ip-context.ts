import type { Family } from '../../address/family.js';
import type { CommandContext, CommandResult } from '../command.js';
import type { Names } from './names.js';

/** What an object of `ip` (route, rule, link ...) is started with: `argv` holds the words after the object's name. */
export interface IpContext extends CommandContext {
  /** The family asked for by -4, -6 or -family; undefined when none was. */
  readonly family: Family | undefined;
  /** -json. */
  readonly json: boolean;
  /** -pretty: JSON over several lines. */
  readonly pretty: boolean;
  /** -details. */
  readonly details: boolean;
  /** -oneline. */
  readonly oneline: boolean;
  /** -brief. */
  readonly brief: boolean;
  /** -statistics. */
  readonly statistics: boolean;
  /** -Numeric: numbers instead of names. */
  readonly numeric: boolean;
  /** The names that numbers have in the files of the machine. */
  readonly names: Names;
  /** The whole command as the user wrote it. */
  readonly written: string;
}

/** One object of `ip`. */
export type IpObject = (context: IpContext) => CommandResult;
