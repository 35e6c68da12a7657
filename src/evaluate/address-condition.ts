import { ADDRESS_FIELDS, type AddressField, type Field } from '../packet/field.js';
import type { Predicate } from '../predicate/predicate.js';
import type { Registers } from './registers.js';

/** A condition on a whole address, put together from those on its words. */
export interface AddressCondition {
  readonly kind: 'address';
  readonly field: AddressField;
  /** What is asked of each word, most significant first; a mask of 0 where nothing is. */
  readonly words: readonly WordCondition[];
}

/** What is asked of one word of an address. */
export interface WordCondition {
  readonly mask: number;
  readonly value: number;
}

const NOTHING: WordCondition = { mask: 0, value: 0 };

/** The address and the place in it of each register that holds a word of one. */
const PLACES: ReadonlyMap<Field, readonly [field: AddressField, index: number]> = new Map(
  Object.values(ADDRESS_FIELDS).flatMap((words) =>
    words.map((word, index) => [word, [words[0], index]] as const),
  ),
);

/** Conditions that must all hold, with those on following words of one address as one. */
export function joinWords(parts: readonly Predicate[]): readonly (Predicate | AddressCondition)[] {
  const joined: (Predicate | AddressCondition)[] = [];
  let next = 0;
  for (const part of parts) {
    const place = part.kind === 'masked' ? PLACES.get(part.field) : undefined;
    if (part.kind !== 'masked' || place === undefined) {
      joined.push(part);
      continue;
    }
    const [field, index] = place;
    const last = joined.at(-1);
    const isSame = last?.kind === 'address' && last.field === field && index >= next;
    const words = isSame ? last.words : ADDRESS_FIELDS[field].map(() => NOTHING);
    const condition: AddressCondition = {
      kind: 'address',
      field,
      words: words.with(index, { mask: part.mask, value: part.value }),
    };
    joined.splice(isSame ? -1 : joined.length, isSame ? 1 : 0, condition);
    next = index + 1;
  }
  return joined;
}

/** Reports whether an address in the registers meets a condition. */
export function addressHolds(
  { field, words }: AddressCondition,
  registers: Readonly<Registers>,
): boolean {
  return words.every(
    ({ mask, value }, index) =>
      (registers[ADDRESS_FIELDS[field][index] ?? field] & mask) >>> 0 === value,
  );
}
