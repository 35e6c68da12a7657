import { assertNever } from '../../../assert-never.js';
import { isBitmask } from '../datatype.js';
import { scalarParts, type ScalarType } from '../value-type.js';
import { compareBigints } from './compare.js';
import { rangesOf, type SetElement } from './element.js';
import { hasFlags, isText } from './key-part.js';
import type { NftSet } from './nft-set.js';

/**
 * The elements of a set in the order in which nft lists them: the one that stands for the rest at the end, and the others by their keys, as a little-endian
 * machine reads the bytes of the whole key as one number. Ranges of a single part come in ascending order, those of concatenations as they were added.
 * Source: `list_expr_sort`, `interval_map_decompose`, `concat_range_aggregate`.
 */
export function listElements({
  elements,
  catchAll,
  keyType,
}: Pick<NftSet, 'elements' | 'catchAll' | 'keyType'>): readonly SetElement[] {
  const rest = catchAll === undefined ? [] : [catchAll];
  switch (elements.kind) {
    case 'points':
      return [...sortElements([...elements.byKey.values()], scalarParts(keyType)), ...rest];
    case 'intervals':
      return [...elements.sorted, ...rest];
    case 'boxes':
      return [...elements.inserted, ...rest];
    default:
      return assertNever(elements);
  }
}

/** Elements for one key each, in the order of a listing; one can be there more than once. */
export function sortElements(
  elements: readonly SetElement[],
  key: readonly ScalarType[],
): readonly SetElement[] {
  return elements
    .map((element) => ({ element, number: sortNumber(element, key) }))
    .toSorted((a, b) => compareBigints(a.number, b.number))
    .map(({ element }) => element);
}

function sortNumber(element: SetElement, key: readonly ScalarType[]): bigint {
  const values = rangesOf(element).map(({ low }) => low);
  const [only] = key;
  const [value] = values;
  // Several flags are compared by the first of them.
  if (only !== undefined && value !== undefined && key.length === 1 && hasFlags(only)) {
    return value & -value;
  }
  return listingNumber(values, key);
}

/**
 * The number by which a key has its place in a listing: a key of one part is compared as the number that it is, one of several as its bytes in memory, read as
 * one little-endian number.
 */
export function listingNumber(values: readonly bigint[], key: readonly ScalarType[]): bigint {
  const [only] = key;
  if (only !== undefined && key.length === 1) {
    const value = values[0] ?? 0n;
    if (isText(only)) return reverseBytes(value, bytesOf(only));
    return isBitmask(only.datatype) ? flagsNumber(value, only) : value;
  }
  let number = 0n;
  let shift = 0n;
  key.forEach((part, at) => {
    const value = values[at] ?? 0n;
    const bytes = bytesOf(part);
    number |=
      (part.order === 'host' && !isText(part) ? value : reverseBytes(value, bytes)) << shift;
    shift += BigInt(bytes * 8);
  });
  return number;
}

/** Several flags stand where the first of them would. Source: nft's `expr_msort_value`. */
function flagsNumber(value: bigint, { bits }: ScalarType): bigint {
  return ((value & -value) << BigInt(bits)) | value;
}

/** The whole bytes that a part takes. */
export function bytesOf({ bits }: ScalarType): number {
  return Math.ceil(bits / 8);
}

/** A number with its bytes the other way round. */
function reverseBytes(value: bigint, bytes: number): bigint {
  let left = value;
  let reversed = 0n;
  for (let at = 0; at < bytes; at++) {
    reversed = (reversed << 8n) | (left & 0xffn);
    left >>= 8n;
  }
  return reversed;
}
