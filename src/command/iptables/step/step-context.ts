import type { Family } from '../../../address/family.js';
import type { Databases } from '../../../databases/databases.js';
import type { TableName } from '../../../netfilter/hook.js';
import type { Ruleset } from '../../../netfilter/ruleset.js';
import type { Step, StepResult } from '../restore/batch.js';
import type { Firewall } from '../firewall.js';

/** Where a step takes place. */
export interface StepContext {
  readonly family: Family;
  readonly table: TableName;
  /** Where a listing looks names up. */
  readonly databases: Databases;
  /** Line of the file, from 1; 0 on a command line. */
  readonly line: number;
}

/** A step that changes the ruleset alone, and prints nothing. */
export function editStep(context: StepContext, edit: (ruleset: Ruleset) => Ruleset): Step {
  return step(context, (firewall) => quiet({ ...firewall, ruleset: edit(firewall.ruleset) }));
}

/** A step. */
export function step({ table, line }: StepContext, run: (firewall: Firewall) => StepResult): Step {
  return { table, line, run };
}

/** A firewall without a word. */
export function quiet(firewall: Firewall): StepResult {
  return { firewall, stdout: '' };
}
