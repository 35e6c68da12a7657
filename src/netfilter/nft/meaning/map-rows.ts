import { assertNever } from '../../../assert-never.js';
import type { KnownValue, MapLiteral, ScalarValue, SetReference } from '../expression.js';
import type { Statement } from '../../statement.js';
import { rangesOf, type ElementData, type SetElement } from '../set/element.js';
import { eachElement } from '../set/find-element.js';
import type { NftSet } from '../set/nft-set.js';
import { scalarParts, type ValueType } from '../value-type.js';
import type { Verdict } from '../verdict.js';
import { spansOf, type Span } from './condition.js';
import type { NftScope } from './scope.js';
import { statefulMeaning } from './stateful-meaning.js';

/** What a map has for a key: a value, a verdict, or the name of an object. */
export type MapData = KnownValue | Verdict | { readonly kind: 'object'; readonly name: string };

/** One row of a map or a set; of the row for all other keys there are no spans. */
export interface MapRow {
  readonly spans: readonly Span[] | '*';
  readonly data: MapData | undefined;
  /** The statements of the element. */
  readonly statements?: readonly Statement[];
}

/** The rows of a map, in the order in which they are asked; none of a set that isn't there. */
export function mapRows(
  map: MapLiteral | MapLiteral<Verdict> | SetReference,
  scope: NftScope,
): readonly MapRow[] {
  if (map.kind === 'set-reference') {
    const set = scope.findSet(map.name);
    return set === undefined ? [] : setRows(set);
  }
  return map.elements.map(({ key, data }) => ({
    spans: key === '*' ? '*' : spansOf(key),
    data,
  }));
}

/** The rows of a set of a table. */
export function setRows(set: NftSet): readonly MapRow[] {
  const rows = [...eachElement(set.elements)].map((element): MapRow => ({
    spans: rangesOf(element).map(({ low, high }): Span => [low, high]),
    data: dataOf(element.data, set),
    statements: meaningOfOwn(element),
  }));
  const { catchAll } = set;
  return catchAll === undefined
    ? rows
    : [
        ...rows,
        { spans: '*', data: dataOf(catchAll.data, set), statements: meaningOfOwn(catchAll) },
      ];
}

/** What an element asks and counts when it is found. Source: `nft_set_elem_update_expr`. */
function meaningOfOwn({ statements, counterId = 0 }: SetElement): readonly Statement[] {
  let id = counterId;
  return statements.flatMap((one) => statefulMeaning(one, one.kind === 'counter' ? id++ : 0));
}

function dataOf(data: ElementData | undefined, set: NftSet): MapData | undefined {
  switch (data?.kind) {
    case undefined:
      return undefined;
    case 'verdict':
      return data.verdict;
    case 'object':
      return data;
    case 'values':
      return set.data?.kind === 'values' ? knownValue(data.ranges, set.data.type) : undefined;
    default:
      return assertNever(data);
  }
}

function knownValue(
  ranges: readonly { readonly low: bigint; readonly high: bigint }[],
  type: ValueType,
): KnownValue | undefined {
  const parts = scalarParts(type).map((part, index): ScalarValue => {
    const { low, high } = ranges[index] ?? { low: 0n, high: 0n };
    return low === high
      ? { kind: 'number', value: low, type: part }
      : { kind: 'range', from: low, to: high, type: part };
  });
  return type.kind === 'scalar' ? parts[0] : { kind: 'concat-value', parts, type };
}
