import type { Counter } from '../../../namespace/traffic/traffic.js';
import type { RuleSpecification } from '../../../netfilter/rule.js';
import type { BaseOption, CommandName } from './command-options.js';

/** What one command line of iptables, or one line of iptables-restore, asks for. */
export interface CommandLine {
  /** Mostly one; -Z can stand with -L or -S. */
  readonly commands: ReadonlySet<CommandName>;
  readonly table: string;
  /** The chain; undefined for all of the table. */
  readonly chain: string | undefined;
  /** Number of a rule, from 1; 0 when none is given. */
  readonly number: number;
  /** The new name of -E. */
  readonly newName: string;
  /** The policy of -P. */
  readonly policy: string;
  readonly given: ReadonlySet<BaseOption>;
  /** How many -v. */
  readonly verbosity: number;
  /** `-c PACKETS BYTES`; undefined when not given. */
  readonly counter: Counter | undefined;
  /** The rule, once for every pair of addresses in the lists of -s and -d. */
  readonly rules: readonly RuleSpecification[];
}

/** What becomes of a command line: something to do, something to say, or nothing (`-4` in a file for both families). */
export type ParsedLine =
  | { readonly kind: 'run'; readonly line: CommandLine }
  | { readonly kind: 'say'; readonly stdout: string }
  | { readonly kind: 'nothing' };
