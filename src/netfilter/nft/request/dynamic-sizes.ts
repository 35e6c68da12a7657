import type { Table } from '../../table.js';
import { someStatement } from '../some-statement.js';
import type { Rule } from '../statement.js';

/** Size of a set of no stated size once a rule adds elements to it. Source: `nft_dynset_init`. */
const DYNAMIC_SIZE = 65_535;

/** A table whose sets have a size where a rule adds elements to them. */
export function withDynamicSizes(table: Table, rule: Rule): Table {
  if (table.sets.isEmpty()) return table;
  let changed = table;
  someStatement(rule.statements, (statement) => {
    const { sets } = changed;
    const set = statement.kind === 'set-update' ? sets.get(statement.set) : undefined;
    if (set !== undefined && set.size === undefined) {
      const chosen = set.merge({ size: DYNAMIC_SIZE, sizeChosen: true });
      changed = changed.set('sets', sets.set(set.name, chosen));
    }
    return false;
  });
  return changed;
}
