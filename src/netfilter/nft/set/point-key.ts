import type { KeyRange } from './key-part.js';

/**
 * By what an element that stands for one key is found: a key of one part by its number if 32 bits hold it, as a signed one, since a map of Immutable has the same
 * place for many numbers above; any other by a text.
 */
export type PointKey = number | string;

const WORD = 0xffffffffn;

/** What an element for a key is found by. */
export function pointKey(values: readonly bigint[]): PointKey {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return partKey(only);
  let text = '';
  for (const value of values) text += `${partKey(value)}.`;
  return text;
}

/** The same for the key of an element, each of whose ranges is one value. */
export function pointKeyOf(ranges: readonly KeyRange[]): PointKey {
  const [only] = ranges;
  if (ranges.length === 1 && only !== undefined) return partKey(only.low);
  return pointKey(ranges.map(({ low }) => low));
}

function partKey(value: bigint): PointKey {
  return value <= WORD ? Number(value) | 0 : value.toString();
}
