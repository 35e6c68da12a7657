import { assertNever } from '../../../../assert-never.js';
import type { KnownValue } from '../../../../netfilter/nft/expression.js';
import type { TableFamily } from '../../../../netfilter/nft/family.js';
import {
  withElementCounters,
  type ElementData,
  type SetElement,
} from '../../../../netfilter/nft/set/element.js';
import type { StatefulStatement } from '../../../../netfilter/nft/stateful-statement.js';
import type { KeyRange } from '../../../../netfilter/nft/set/key-part.js';
import type { NftSet, SetDataType } from '../../../../netfilter/nft/set/nft-set.js';
import { rangeValue } from '../../../../netfilter/nft/set/range-value.js';
import type { ValueType } from '../../../../netfilter/nft/value-type.js';
import { printVerdict } from '../../print/expression.js';
import type { Printing } from '../../print/printing.js';
import { printValue, spanned } from '../../print/value.js';
import { printStateful } from '../../statement/stateful.js';
import { countedBy } from './listed-rule.js';
import { printingOf, printTime, type Listing } from './listing.js';

/** An element as a listing has it. Source: nft's `set_elem_expr_print`, `mapping_expr_print`. */
export function printElement(
  element: SetElement,
  set: NftSet,
  family: TableFamily,
  listing: Listing,
): string {
  const printing = printingOf(listing, family);
  const key =
    element.key.kind === 'catch-all'
      ? '*'
      : printValue(valueOf(element.key.ranges, set.keyType), printing);
  const parts = [
    key,
    ...countedStatements(element, listing).map((one) => printStateful(one, printing)),
    ...timeParts(element, set, listing),
    ...(element.comment === undefined ? [] : [`comment "${element.comment}"`]),
  ];
  if (element.data !== undefined) {
    parts.push(`: ${printElementData(element.data, set, printing)}`);
  }
  return parts.join(' ');
}

/** What an element keeps from packet to packet, with what its counters have come to. */
export function countedStatements(
  element: SetElement,
  { counterOf }: Pick<Listing, 'counterOf'>,
): readonly StatefulStatement[] {
  return withElementCounters(element, (counter, id) => countedBy(counter, counterOf(id)));
}

/** What is printed of how long an element lasts: its timeout if it isn't that of the set, and what is left of it. */
function timeParts(
  { timeout, expires }: SetElement,
  set: NftSet,
  listing: Listing,
): readonly string[] {
  if (timeout === undefined) return [];
  if (timeout === 0) return set.timeout === undefined ? [] : ['timeout never'];
  const own = timeout === set.timeout ? [] : [`timeout ${printTime(timeout, listing)}`];
  if (listing.style.stateless) return own;
  return [...own, `expires ${printTime(expires ?? timeout, listing)}`];
}

/** What a map gives for an element, as a listing has it. */
export function printElementData(data: ElementData, set: NftSet, printing: Printing): string {
  switch (data.kind) {
    case 'verdict':
      return printVerdict(data.verdict);
    case 'object':
      return `"${data.name}"`;
    case 'values':
      return set.data?.kind === 'values'
        ? printValue(givenBy(data.ranges, set.data), printing)
        : '';
    default:
      return assertNever(data);
  }
}

/** What a map gives by its ranges. */
export function givenBy(
  ranges: readonly KeyRange[],
  { type, interval }: Extract<SetDataType, { readonly kind: 'values' }>,
): KnownValue {
  const value = valueOf(ranges, type);
  return interval ? spanned(value) : value;
}

/** The value that ranges are, one for each part of a type, in the form in which it is listed. */
export function valueOf(ranges: readonly KeyRange[], type: ValueType): KnownValue {
  const none = { low: 0n, high: 0n };
  if (type.kind === 'scalar') return rangeValue(ranges[0] ?? none, type);
  const parts = type.parts.map((part, at) => rangeValue(ranges[at] ?? none, part));
  return { kind: 'concat-value', parts, type };
}
