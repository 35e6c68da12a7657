import { makeFibTable, type FibTable } from '../fib/fib-table.js';
import { TABLE } from '../fib/route.js';
import type { FamilyState } from './namespace.js';

/**
 * Makes a table if it doesn't exist yet: what the kernel does before it looks at a new route, so that the table stays when the route is
 * refused. As long as IPv4 reads local and main as one, the table local brings main with it. Source: `fib_new_table`.
 */
export function ensureTable(state: FamilyState, id: number): FamilyState {
  if (state.tables.has(id)) return state;
  const joined = state.family === 4 && id === TABLE.local && !state.customRules;
  const before = joined ? ensureTable(state, TABLE.main) : state;
  return before
    .set('tables', before.tables.set(id, makeFibTable({ id })))
    .set('tableOrder', before.tableOrder.push(id));
}

/** Puts a table in the place of the one with its id, or adds it as the newest. */
export function withTable(state: FamilyState, table: FibTable): FamilyState {
  const present = ensureTable(state, table.id);
  return present.set('tables', present.tables.set(table.id, table));
}

/**
 * The tables in the order in which the kernel lists them: by the lowest eight bits of the id, the newest first of those that agree in
 * them. Source: `inet_dump_fib`, `inet6_dump_fib`.
 */
export function tablesInDumpOrder(state: FamilyState): readonly FibTable[] {
  return [...state.tableOrder]
    .toReversed()
    .toSorted((a, b) => (a & 0xff) - (b & 0xff))
    .flatMap((id) => state.tables.get(id) ?? []);
}
