import type { Family } from '../../address/family.js';
import type { Command, CommandContext, CommandResult } from '../command.js';
import type { Names } from './names.js';

/** How `ip` prints, as its options ask for it. */
export interface IpStyle {
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
  /** -statistics twice. */
  readonly listsFlushed: boolean;
  /** -Numeric: numbers instead of names. {@link names} knows it, so that only what has no name table needs to look here. */
  readonly numeric: boolean;
  /** -color: see `paint`. Never together with {@link json}. */
  readonly colour: boolean;
  /** The names that numbers have in the files of the machine. */
  readonly names: Names;
}

/** What an object of `ip` (route, rule, link ...) is started with: `argv` holds the words after the object's name. */
export interface IpContext extends CommandContext, IpStyle {
  /** The family asked for by -4, -6 or -family; undefined when none was. */
  readonly family: Family | undefined;
  /** -0 or -family link: link-layer addresses instead of a family. Only link and address are started with it. */
  readonly linkLayer: boolean;
  /** -all: netns exec and netns delete mean every namespace. */
  readonly all: boolean;
  /** The whole command as the user wrote it. */
  readonly written: string;
  /** Takes what the tool prints on standard error and then goes on; it comes before that of the result. */
  readonly warn: (stderr: string) => void;
  /** The other tools, for `ip netns exec`; undefined when there is no such tool. */
  readonly findCommand: (name: string) => Command | undefined;
}

/** One object of `ip`. It gives its result, or throws a `Refusal`. */
export type IpObject = (context: IpContext) => CommandResult;

/** Plain text without any option. */
export function plainStyle(names: Names): IpStyle {
  return {
    json: false,
    pretty: false,
    details: false,
    oneline: false,
    brief: false,
    statistics: false,
    listsFlushed: false,
    numeric: false,
    colour: false,
    names,
  };
}
