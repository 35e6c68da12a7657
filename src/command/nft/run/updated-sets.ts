import type { Rule, Statement } from '../syntax/tree/statement.js';
import type { Step } from './expand.js';
import { setKey, tableSpec, type TableSpec } from './state.js';

/** The sets that rules among the steps add elements to; maps are left out. Source: nft's `stmt_evaluate_set`. */
export function updatedSets(steps: readonly Step[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const step of steps) {
    if (step.kind === 'rule') collect(step.rule, step, found);
    if (step.kind === 'command' && 'rule' in step.command) {
      collect(step.command.rule, tableSpec(step.command.spec, step.command.at), found);
    }
  }
  return found;
}

function collect({ statements }: Rule, table: TableSpec, found: Set<string>): void {
  for (const statement of statements) {
    const name = updatedSet(statement);
    if (name !== undefined) found.add(setKey(table, name));
    if (statement.kind === 'chain') for (const rule of statement.rules) collect(rule, table, found);
  }
}

function updatedSet(statement: Statement): string | undefined {
  if (statement.kind !== 'set-update' || statement.data !== undefined) return undefined;
  const { set } = statement;
  const reference = set.kind === 'variable' ? set.value : set;
  return reference.kind === 'set-reference' ? reference.name : undefined;
}
