import type { Family } from '../../../address/family.js';
import type { Databases } from '../../../databases/databases.js';
import type { TableName } from '../../../netfilter/hook.js';
import type { CommandName } from './command-options.js';
import type { Tool } from '../tool.js';

/** The family of a set of `ipset`, `any` for one that takes both; undefined when there is none of that name. */
export type FamilyOfSet = (name: string) => Family | 'any' | undefined;

/** The surroundings of a command line. */
export interface LineContext {
  readonly tool: Tool;
  /** Set for a line of iptables-restore: the table in which it stands, and the chains that were announced before it. */
  readonly restore?: { readonly table: TableName; readonly chains: ReadonlySet<string> };
  /** The family of a set of `ipset`, `any` for one that takes both; undefined when there is none of that name. */
  readonly familyOfSet: FamilyOfSet;
  /** Where names of ports, protocols and users are looked up. */
  readonly databases: Databases;
  /** What is printed on stderr without ending the command is added here. */
  readonly notices: string[];
  /** The command as the user wrote it. */
  readonly written: string;
  /** The commands that were read, `-A` and the like, are added here. */
  readonly commands?: Set<CommandName>;
}
