import type { NetfilterRule } from '../rule.js';
import { isNftRule } from '../rule.js';
import type { CounterStatement } from './stateful-statement.js';
import type { Statement } from './statement.js';

/** How many counters statements have, those of chains without a name among them. */
export function countersIn(statements: readonly Statement[]): number {
  let count = 0;
  // By place: an iterator of a frozen array makes an object for each.
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at];
    if (statement?.kind === 'counter') count += 1;
    if (statement?.kind !== 'chain') continue;
    for (const rule of statement.rules) count += countersIn(rule.statements);
  }
  return count;
}

/** How many counters a rule has. One of iptables has one. */
export function countCounters(rule: NetfilterRule): number {
  return isNftRule(rule) ? countersIn(rule.statements) : 1;
}

/** The ids of a rule's counters: one after the other from the rule's own on. */
export function counterIds(rule: NetfilterRule): readonly number[] {
  const count = countCounters(rule);
  return Array.from({ length: count }, (_, index) => rule.id + index);
}

/** Statements with other counters, of which the first has this id. */
export function withCounters(
  statements: readonly Statement[],
  firstId: number,
  change: (counter: CounterStatement, id: number) => CounterStatement,
): readonly Statement[] {
  let id = firstId;
  return statements.map((statement) => {
    const own = id;
    id += countersIn([statement]);
    if (statement.kind === 'counter') return change(statement, own);
    if (statement.kind !== 'chain') return statement;
    let first = own;
    const rules = statement.rules.map((rule) => {
      const changed = { ...rule, statements: withCounters(rule.statements, first, change) };
      first += countersIn(rule.statements);
      return changed;
    });
    return { ...statement, rules };
  });
}
