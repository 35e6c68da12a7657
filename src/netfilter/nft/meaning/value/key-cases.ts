import { assertNever } from '../../../../assert-never.js';
import { all, type Predicate } from '../../../../predicate/predicate.js';
import type { ScalarType } from '../../value-type.js';
import { constantWords, type Value, type Word } from './value.js';

/** What a key is made of, for some packets: the words of each of its parts. */
export interface KeyCase {
  readonly when: Predicate;
  readonly key: readonly (readonly Word[])[];
}

/** What a key is made of, by which packets; undefined where that isn't the bits of registers. */
export function keyCases(
  parts: readonly Value[],
  types: readonly ScalarType[],
): readonly KeyCase[] | undefined {
  const cases = parts.map((part, index) => casesOf(part, types[index]));
  if (cases.length === 0 || !cases.every((part) => part !== undefined)) return undefined;
  return cases.reduce<readonly KeyCase[]>(
    (found, part) => found.flatMap((before) => part.map(beside(before))),
    [{ when: all([]), key: [] }],
  );
}

interface PartCase {
  readonly when: Predicate;
  readonly words: readonly Word[];
}

function beside(before: KeyCase): (part: PartCase) => KeyCase {
  return ({ when, words }) => ({ when: all([before.when, when]), key: [...before.key, words] });
}

function casesOf(value: Value, type: ScalarType | undefined): readonly PartCase[] | undefined {
  if (type === undefined) return undefined;
  switch (value.kind) {
    case 'words':
      return [{ when: value.present, words: value.words }];
    case 'cases':
      return value.cases.map(({ when, value: known }) => ({
        when,
        words: constantWords(known, type.bits),
      }));
    case 'less':
    case 'open':
      return undefined;
    default:
      return assertNever(value);
  }
}
