import type { Table } from '../../table.js';
import type { Rule } from '../statement.js';
import { usesOf } from '../uses.js';

/** Size of a set of no stated size once a rule adds elements to it. Source: `nft_dynset_init`. */
const DYNAMIC_SIZE = 65_535;

/** A table whose sets have a size where a rule adds elements to them. */
export function withDynamicSizes(table: Table, rule: Rule): Table {
  let { sets } = table;
  if (sets.isEmpty()) return table;
  for (const use of usesOf(rule)) {
    const set = use.kind === 'set' && use.as === 'update' ? sets.get(use.name) : undefined;
    if (set !== undefined && set.size === undefined) {
      sets = sets.set(set.name, set.merge({ size: DYNAMIC_SIZE, sizeChosen: true }));
    }
  }
  return sets === table.sets ? table : table.set('sets', sets);
}
