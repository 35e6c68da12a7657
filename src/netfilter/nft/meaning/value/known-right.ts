import type { Expression, KnownValue, SetLiteral, SetReference } from '../../expression.js';
import { spansOf } from '../condition.js';
import { setRows, type MapRow } from '../map-rows.js';
import type { NftScope } from '../scope.js';

/** The rows of what a match is held against; none of a set that isn't there. */
export function rowsOf(set: SetLiteral | SetReference, scope: NftScope): readonly MapRow[] {
  if (set.kind === 'set') {
    return set.elements.map(({ key }) => ({
      spans: key === '*' ? '*' : spansOf(key),
      data: undefined,
    }));
  }
  const found = scope.findSet(set.name);
  return found === undefined ? [] : setRows(found);
}

/** Whether the right side of a match is known beforehand. */
export function isKnown(right: Expression | SetLiteral | SetReference): right is KnownValue {
  return ['number', 'text', 'range', 'prefix', 'concat-value'].includes(right.kind);
}
