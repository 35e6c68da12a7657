/** Characters by code point: those within one of the ranges, or those within none. */
export interface CharacterSet {
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly inverted: boolean;
}

/** A place between two characters. */
export type Assertion =
  'start' | 'end' | 'word-start' | 'word-end' | 'word-boundary' | 'within-or-outside-word';

/** A regular expression, whatever language it was written in. */
export type Pattern =
  | { readonly kind: 'character'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly of: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly of: readonly Pattern[] }
  | {
      readonly kind: 'repeat';
      readonly of: Pattern;
      readonly least: number;
      /** Infinity: as often as there is. */
      readonly most: number;
    };

/** Any character at all. */
export const ANY_CHARACTER: Pattern = { kind: 'character', set: { ranges: [], inverted: true } };

/** One character. */
export function literal(character: string): Pattern {
  const code = character.codePointAt(0) ?? 0;
  return { kind: 'character', set: { ranges: [[code, code]], inverted: false } };
}

/** Patterns one after the other. */
export function sequence(of: readonly Pattern[]): Pattern {
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : { kind: 'sequence', of };
}

/** A pattern again and again. */
export function repeat(of: Pattern, least: number, most: number): Pattern {
  return { kind: 'repeat', of, least, most };
}

/** Reports whether a character is in a set. */
export function isInSet({ ranges, inverted }: CharacterSet, code: number): boolean {
  return ranges.some(([from, to]) => code >= from && code <= to) !== inverted;
}
