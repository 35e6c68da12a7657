import type { Family } from '../../../address/family.js';
import type { Databases } from '../../../databases/databases.js';
import { XtablesError } from '../../xtables-error.js';
import type { IPTABLES_UNSIMULATED } from '../../unsimulated.js';
import type { ProtocolMatch } from '../../protocol-match.js';

/** One use of an extension's option on a command line. */
export interface GivenOption {
  /** The extension's name, as error texts have it. */
  readonly extension: string;
  readonly option: string;
  /** Empty for an option without an argument. */
  readonly argument: string;
  /** The word after the argument, for the few options that read two; undefined when an option or nothing follows. */
  readonly second: string | undefined;
  /** A `!` stood before it. */
  readonly inverted: boolean;
  readonly family: Family;
  /** `-p` as far as it was given before; undefined when not. */
  readonly protocol: ProtocolMatch | undefined;
  /** Prints a line on stderr without ending the command. */
  notice(text: string): void;
  /** Where names of ports and users are looked up. */
  readonly databases: Databases;
  /** The family of a set of `ipset`, `any` for one that takes both; undefined when there is none of that name. */
  readonly familyOfSet: (name: string) => Family | 'any' | undefined;
  /** The extension's options that were given before this one. */
  readonly before: ReadonlySet<string>;
}

/** One command line option of an extension. */
export interface ExtensionOption<D> {
  /** Long name without dashes. */
  readonly name: string;
  /** Other spellings of the same option. */
  readonly aliases?: readonly string[];
  /** How many words it reads. */
  readonly words: 0 | 1 | 2;
  /** A `!` may stand before it. */
  readonly invertible?: boolean;
  /** It must be given. */
  readonly mandatory?: boolean;
  /** It may be given several times. */
  readonly repeatable?: boolean;
  /** Options that can't be given with it. */
  readonly excludes?: readonly string[];
  /** Options that must be given with it. */
  readonly requires?: readonly string[];
  /** The data after the option was read. @throws XtablesError when its argument is wrong */
  read(data: D, given: GivenOption): D;
}

/** How an extension's options make its data. */
export interface OptionTable<D> {
  /** The data when no option is given. */
  readonly initial: D;
  readonly options: readonly ExtensionOption<D>[];
  /** Checks what the options can't say, and finishes the data. @throws XtablesError when it doesn't hold */
  finish?(data: D, given: ReadonlySet<string>): D;
}

/** The name of an option that iptables has and is refused, without dashes. */
export type UnsimulatedOption = OptionOf<
  (typeof IPTABLES_UNSIMULATED)['options of matches' | 'options of targets'][number]
>;

type OptionOf<Name> = Name extends `--${infer Option}` ? Option : never;

/** An option that iptables has and nexthop doesn't: refused by its name. */
export function unsimulatedOption<D>(
  name: UnsimulatedOption,
  words: 0 | 1,
  aliases: readonly string[] = [],
): ExtensionOption<D> {
  return {
    name,
    aliases,
    words,
    invertible: true,
    repeatable: true,
    read() {
      throw new XtablesError('unsimulated', `--${name}`);
    },
  };
}
