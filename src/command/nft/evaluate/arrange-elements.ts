import type { KnownValue, LiteralElement, ScalarValue } from '../../../netfilter/nft/expression.js';
import { compareBigints } from '../../../netfilter/nft/set/compare.js';
import { hasFlags, type KeyRange } from '../../../netfilter/nft/set/key-part.js';
import { listingNumber } from '../../../netfilter/nft/set/listing-order.js';
import { rangeValue, valueRange } from '../../../netfilter/nft/set/range-value.js';
import {
  scalarParts,
  type ConcatenationType,
  type ScalarType,
  type ValueType,
} from '../../../netfilter/nft/value-type.js';
import { retype } from './stored-match.js';

/**
 * The elements of a set written in a rule, in the order of a listing. Intervals that overlap or touch are one, but in maps; those of concatenations stay as
 * they were written; the one that stands for the rest comes last.
 */
export function arrangeElements<Element extends LiteralElement>(
  elements: readonly Element[],
  type: ValueType,
): readonly Element[] {
  const rest = elements.filter(({ key }) => key === '*').slice(0, 1);
  const keyed = elements.flatMap((element) => {
    const { key } = element;
    if (key === '*') return [];
    // A word that has a type of its own, like the name of a protocol, becomes a key like the others.
    const typed = withKey(element, retype(key, type));
    return [{ element: typed, ranges: scalarValues(key).map(valueRange) }];
  });
  if (!keyed.some(({ element: { key } }) => key !== '*' && scalarValues(key).some(isSpan)))
    return [...sorted(keyed, type), ...rest];
  if (type.kind === 'concatenation') {
    return [
      ...keyed.map(({ element, ranges }) => withKey(element, boxValue(ranges, type))),
      ...rest,
    ];
  }
  return [...intervals(keyed, type), ...rest];
}

interface Keyed<Element> {
  readonly element: Element;
  readonly ranges: readonly KeyRange[];
}

function scalarValues(key: KnownValue): readonly ScalarValue[] {
  return key.kind === 'concat-value' ? key.parts : [key];
}

/** Whether a value is written as a span: even one of a single value makes a set of intervals. */
function isSpan(value: ScalarValue): boolean {
  return value.kind === 'text' ? value.wildcard : value.kind !== 'number';
}

function boxValue(ranges: readonly KeyRange[], type: ConcatenationType): KnownValue {
  const parts = type.parts.map((part, place) => rangeValue(ranges[place] ?? NONE, part));
  return { kind: 'concat-value', parts, type };
}

const NONE: KeyRange = { low: 0n, high: 0n };

function sorted<Element extends LiteralElement>(
  keyed: readonly Keyed<Element>[],
  type: ValueType,
): readonly Element[] {
  const parts = scalarParts(type);
  const byNumber = new Map<bigint, Element>();
  for (const { element, ranges } of keyed) {
    const number = listingNumber(
      ranges.map(({ low }) => low),
      parts,
    );
    if (!byNumber.has(number)) byNumber.set(number, element);
  }
  const place = placing(keyed, parts);
  return [...byNumber]
    .toSorted(([a], [b]) => compareBigints(place(a), place(b)))
    .map(([, element]) => element);
}

const MOST_BITMAP_BITS = 16;

/**
 * The place of an element by its number. Several flags stand where the first of them would. A set of short keys is a list to the kernel, which keeps those with
 * the same first flag as they were written; others, and maps, are hash tables, which give them in any order.
 */
function placing<Element extends LiteralElement>(
  keyed: readonly Keyed<Element>[],
  parts: readonly ScalarType[],
): (number: bigint) => bigint {
  const [only] = parts;
  const isList =
    only !== undefined &&
    parts.length === 1 &&
    hasFlags(only) &&
    only.bits <= MOST_BITMAP_BITS &&
    !keyed.some(({ element }) => 'data' in element);
  return isList ? (number) => number >> BigInt(only.bits) : (number) => number;
}

function intervals<Element extends LiteralElement>(
  keyed: readonly Keyed<Element>[],
  type: ScalarType,
): readonly Element[] {
  const ascending = keyed
    .map(({ element, ranges: [range = NONE] }) => ({ element, range }))
    .toSorted((a, b) => compareBigints(a.range.low, b.range.low));
  const joined: { element: Element; range: KeyRange }[] = [];
  for (const one of ascending) {
    const last = joined.at(-1);
    if (last !== undefined && isSame(one.range, last.range)) continue;
    if (last === undefined || 'data' in one.element || one.range.low > last.range.high + 1n) {
      joined.push(one);
    } else if (one.range.high > last.range.high) {
      joined[joined.length - 1] = { ...last, range: { ...last.range, high: one.range.high } };
    }
  }
  return joined.map(({ element, range }) => withKey(element, rangeValue(range, type)));
}

function isSame(a: KeyRange, b: KeyRange): boolean {
  return a.low === b.low && a.high === b.high;
}

function withKey<Element extends LiteralElement>(element: Element, key: KnownValue): Element {
  return { ...element, key };
}
