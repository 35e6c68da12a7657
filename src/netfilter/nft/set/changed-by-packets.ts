import type { Chain } from '../../chain.js';
import { isNftRule } from '../../rule.js';
import type { Table } from '../../table.js';
import { someStatement } from '../some-statement.js';
import type { SetUpdateStatement } from '../statement.js';

/** The statements of a table's rules by which packets change its sets. */
export function updatesIn({ chains }: Pick<Table, 'chains'>): readonly SetUpdateStatement[] {
  return [...chains.values()].flatMap(({ rules }) => updatesOf(rules));
}

/** Kept for rules that stay the same, as most do from one command to the next. */
const known = new WeakMap<Chain['rules'], readonly SetUpdateStatement[]>();

function updatesOf(rules: Chain['rules']): readonly SetUpdateStatement[] {
  let updates = known.get(rules);
  if (updates === undefined) {
    updates = updatesAmong(rules);
    known.set(rules, updates);
  }
  return updates;
}

/** None: what most chains have. */
const NONE: readonly SetUpdateStatement[] = [];

function updatesAmong(rules: Chain['rules']): readonly SetUpdateStatement[] {
  let updates: SetUpdateStatement[] | undefined;
  for (const rule of rules) {
    if (!isNftRule(rule)) continue;
    someStatement(rule.statements, (one) => {
      if (one.kind === 'set-update') (updates ??= []).push(one);
      return false;
    });
  }
  return updates ?? NONE;
}

/** Under which name the traffic has what packets make of a set: `ip filter banned`. */
export function keptName({ family, name }: Pick<Table, 'family' | 'name'>, set: string): string {
  return `${family} ${name} ${set}`;
}
