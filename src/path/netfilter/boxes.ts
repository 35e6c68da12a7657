import { FIELDS, type Field } from '../../packet/field.js';
import type { KeyPart } from '../../netfilter/statement.js';

/** Numbers from one to another in each of some registers. */
export interface Box {
  readonly ranges: readonly (readonly [low: number, high: number])[];
  /** Which of the boxes of a row it is. */
  readonly number: number;
}

type Range = Box['ranges'][number];

/** A span of numbers in each part of a key as boxes of registers: a number that takes several registers is taken apart. */
export function boxesOf(
  key: readonly KeyPart[],
  spans: readonly (readonly [low: bigint, high: bigint])[],
): readonly Box[] {
  const numbers = key.filter((part) => part.kind === 'fields');
  const parts = numbers.map(({ fields }, index) => {
    const [low, high] = spans[index] ?? [0n, 0n];
    return splitSpan(fields, low, high);
  });
  const all = parts.reduce<readonly (readonly Range[])[]>(
    (boxes, part) => boxes.flatMap((box) => part.map((more) => box.concat(more))),
    [[]],
  );
  return all.map((ranges, number) => ({ ranges, number }));
}

/** A span of a number that some registers hold, most significant first, as ranges of each of them. */
function splitSpan(
  fields: readonly Field[],
  low: bigint,
  high: bigint,
): readonly (readonly Range[])[] {
  const [first, ...rest] = fields;
  if (first === undefined) return [[]];
  const below = BigInt(rest.reduce((sum, field) => sum + FIELDS[field].bits, 0));
  const [lowHead, highHead] = [Number(low >> below), Number(high >> below)];
  if (rest.length === 0) return [[[lowHead, highHead]]];
  const most = (1n << below) - 1n;
  const [lowTail, highTail] = [low & most, high & most];
  const under = (head: Range, from: bigint, to: bigint): readonly (readonly Range[])[] =>
    splitSpan(rest, from, to).map((tail) => [head].concat(tail));
  if (lowHead === highHead) return under([lowHead, lowHead], lowTail, highTail);
  const from = lowTail === 0n ? lowHead : lowHead + 1;
  const to = highTail === most ? highHead : highHead - 1;
  return [
    ...(lowTail === 0n ? [] : under([lowHead, lowHead], lowTail, most)),
    ...(from > to ? [] : under([from, to], 0n, most)),
    ...(highTail === most ? [] : under([highHead, highHead], 0n, highTail)),
  ];
}
