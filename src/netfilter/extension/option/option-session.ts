import type { Family } from '../../../address/family.js';
import type { Databases } from '../../../databases/databases.js';
import { XtablesError } from '../../xtables-error.js';
import type { ExtensionOption, OptionTable } from './option.js';
import type { ProtocolMatch } from '../../protocol-match.js';

/** One option as the command line has it. */
export interface OptionUse {
  /** Long name as typed, without dashes and not abbreviated. */
  readonly option: string;
  readonly argument: string;
  readonly second: string | undefined;
  readonly inverted: boolean;
  /** `-p` as far as it was given before; undefined when not. */
  readonly protocol: ProtocolMatch | undefined;
  /** Prints a line on stderr without ending the command. */
  notice(text: string): void;
  /** Where names of ports and users are looked up. */
  readonly databases: Databases;
  /** The family of a set of `ipset`, `any` for one that takes both; undefined when there is none of that name. */
  readonly familyOfSet: (name: string) => Family | 'any' | undefined;
}

/** The options of one extension while a command line is read: a value, each use gives the next. */
export interface OptionSession<D> {
  /** The session after one more option. @throws XtablesError when it can't stand there */
  read(use: OptionUse): OptionSession<D>;
  /** The data that the options make. @throws XtablesError when something is missing or can't go together */
  finish(): D;
}

/** Begins to read the options of an extension. */
export function openOptions<D>(
  extension: string,
  table: OptionTable<D>,
  family: Family,
): OptionSession<D> {
  return session(table.initial, new Set());

  function session(data: D, given: ReadonlySet<string>): OptionSession<D> {
    return {
      read(use) {
        const option = findOption(table, use.option);
        if (option === undefined)
          throw new RangeError(`option: none of ${extension}: ${use.option}`);
        checkUse(extension, option, use, given);
        const read = option.read(data, {
          ...use,
          extension,
          option: option.name,
          family,
          before: given,
        });
        return session(read, new Set([...given, option.name]));
      },
      finish() {
        const finished = table.finish?.(data, given) ?? data;
        checkTogether(extension, table, given);
        return finished;
      },
    };
  }
}

/** The option of that name, its other spellings included; undefined when there is none. */
function findOption<D>(table: OptionTable<D>, name: string): ExtensionOption<D> | undefined {
  return table.options.find(
    (option) => option.name === name || option.aliases?.includes(name) === true,
  );
}

function checkUse<D>(
  extension: string,
  option: ExtensionOption<D>,
  use: OptionUse,
  given: ReadonlySet<string>,
): void {
  const name = `${extension}: option "--${option.name}"`;
  if (given.has(option.name) && option.repeatable !== true) {
    throw new XtablesError('parameter', `${name} can only be used once.\n`);
  }
  if (use.inverted && option.invertible !== true) {
    throw new XtablesError('parameter', `${name} cannot be inverted.\n`);
  }
}

function checkTogether<D>(
  extension: string,
  table: OptionTable<D>,
  given: ReadonlySet<string>,
): void {
  for (const option of table.options) {
    const name = `${extension}: option "--${option.name}"`;
    if (!given.has(option.name)) {
      if (option.mandatory !== true) continue;
      throw new XtablesError('parameter', `${name} must be specified\n`);
    }
    for (const other of table.options) {
      if (other === option) continue;
      if (option.requires?.includes(other.name) === true && !given.has(other.name)) {
        throw new XtablesError('parameter', `${name} also requires "--${other.name}".\n`);
      }
      if (option.excludes?.includes(other.name) === true && given.has(other.name)) {
        throw new XtablesError(
          'parameter',
          `${name} cannot be used together with "--${other.name}".\n`,
        );
      }
    }
  }
}
