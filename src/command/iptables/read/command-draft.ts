import type { Counter } from '../../../namespace/traffic/traffic.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';
import type { ParsedLine } from './command-line.js';
import {
  COMMAND_LETTERS,
  INVERTIBLE_OPTIONS,
  type BaseOption,
  type CommandName,
} from './command-options.js';
import type { LoadedExtensions } from './loaded-extensions.js';
import type { OptionScanner } from './option-scanner.js';
import type { JumpWords } from './rule-specifications.js';
import type { ProtocolMatch } from '../../../netfilter/protocol-match.js';
import type { LineContext } from './line-context.js';

/** A command line while it's read: each option that is read changes it. */
export interface CommandDraft {
  readonly context: LineContext;
  readonly scanner: OptionScanner;
  readonly extensions: LoadedExtensions;
  readonly commands: Set<CommandName>;
  readonly given: Set<BaseOption>;
  /** The options before which a `!` stood. */
  readonly invertedOptions: Set<BaseOption>;
  /** A `!` was read, and nothing after it yet. */
  inverted: boolean;
  table: string | undefined;
  chain: string | undefined;
  number: number;
  newName: string;
  policy: string;
  verbosity: number;
  wait: boolean;
  waitInterval: boolean;
  counter: Counter | undefined;
  source: string | undefined;
  destination: string | undefined;
  indev: string | undefined;
  outdev: string | undefined;
  /** The argument of -p in lower case. */
  protocolText: string | undefined;
  protocol: ProtocolMatch | undefined;
  jump: JumpWords;
}

/** Takes one option's argument into a draft; what it gives ends the command line. */
export type OptionReader = (
  draft: CommandDraft,
  argument: string | undefined,
) => ParsedLine | undefined | void;

/** Notes a command. @throws XtablesError when it can't stand with one that came before */
export function addCommand(
  draft: CommandDraft,
  command: CommandName,
  mayStandWith: readonly CommandName[] = [],
): void {
  if (draft.inverted) throw parameterError("unexpected '!' flag");
  const other = [...draft.commands].find((one) => !mayStandWith.includes(one));
  if (other !== undefined) {
    throw parameterError(`Cannot use -${COMMAND_LETTERS[command]} with -${COMMAND_LETTERS[other]}`);
  }
  draft.commands.add(command);
}

/** Puts another command in the place of all that were noted. */
export function replaceCommand(draft: CommandDraft, command: CommandName): void {
  draft.commands.clear();
  draft.commands.add(command);
}

/** Notes an option. @throws XtablesError when it was given before, or a `!` stands before it that can't */
export function setOption(draft: CommandDraft, option: BaseOption): void {
  if (draft.given.has(option)) throw parameterError(`multiple --${option} options not allowed`);
  draft.given.add(option);
  if (!draft.inverted) return;
  if (!INVERTIBLE_OPTIONS.has(option)) throw parameterError(`cannot have ! before --${option}`);
  draft.invertedOptions.add(option);
}

/** A mistake in a command line, with which iptables hints at its help. */
export function parameterError(message: string): XtablesError {
  return new XtablesError('parameter', message);
}
