import type { TableName } from '../../netfilter/hook.js';

/** A chain of a table that is there, or that is built in. */
export interface RulePlace {
  readonly tool: string;
  readonly table: TableName;
  readonly chain: string;
  /** How many rules it has. */
  readonly rules: number;
  /** The user's chains of the table. */
  readonly callable: readonly string[];
}
