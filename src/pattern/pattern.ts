import { assertNever } from '../assert-never.js';

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
  /** What it matches is kept by its number, from 1. */
  | { readonly kind: 'group'; readonly number: number; readonly of: Pattern }
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

/** A pattern of ASCII letters in either case. */
export function ignoringCase(pattern: Pattern): Pattern {
  switch (pattern.kind) {
    case 'character':
      return { kind: 'character', set: inBothCases(pattern.set) };
    case 'assertion':
      return pattern;
    case 'sequence':
    case 'choice':
      return { kind: pattern.kind, of: pattern.of.map(ignoringCase) };
    case 'group':
    case 'repeat':
      return { ...pattern, of: ignoringCase(pattern.of) };
    default:
      return assertNever(pattern);
  }
}

const A = 65;
const Z = 90;
/** From a capital to its small letter. */
const TO_SMALL = 32;

function inBothCases({ ranges, inverted }: CharacterSet): CharacterSet {
  const others = ranges.flatMap(([from, to]) => [
    [Math.max(from, A) + TO_SMALL, Math.min(to, Z) + TO_SMALL] as const,
    [Math.max(from, A + TO_SMALL) - TO_SMALL, Math.min(to, Z + TO_SMALL) - TO_SMALL] as const,
  ]);
  return { ranges: [...ranges, ...others.filter(([from, to]) => from <= to)], inverted };
}

/** Reports whether a character is in a set. */
export function isInSet({ ranges, inverted }: CharacterSet, code: number): boolean {
  return ranges.some(([from, to]) => code >= from && code <= to) !== inverted;
}

/** Reports whether a pattern can match nothing at all, where places are as it wants them. */
function canBeEmpty(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'character':
      return false;
    case 'assertion':
      return true;
    case 'sequence':
      return pattern.of.every(canBeEmpty);
    case 'choice':
      return pattern.of.some(canBeEmpty);
    case 'group':
      return canBeEmpty(pattern.of);
    case 'repeat':
      return pattern.least === 0 || canBeEmpty(pattern.of);
    default:
      return assertNever(pattern);
  }
}

function has(pattern: Pattern, is: (part: Pattern) => boolean): boolean {
  if (is(pattern)) return true;
  switch (pattern.kind) {
    case 'character':
    case 'assertion':
      return false;
    case 'sequence':
    case 'choice':
      return pattern.of.some((part) => has(part, is));
    case 'group':
    case 'repeat':
      return has(pattern.of, is);
    default:
      return assertNever(pattern);
  }
}

const isGroup = ({ kind }: Pattern): boolean => kind === 'group';

/**
 * Reports whether it's left open what a group of a pattern matches: glibc has rules of its own for groups that are repeated a number of times, or
 * with places or repeated groups in them, and can match nothing.
 */
export function hasVagueGroup(pattern: Pattern): boolean {
  return has(pattern, (part) => {
    if (part.kind !== 'repeat' || !has(part.of, isGroup) || !canBeEmpty(part.of)) return false;
    const isCounted = part.least > 1 || (part.most > 1 && part.most !== Infinity);
    const isNested = has(part.of, (inner) => inner.kind === 'repeat' && has(inner.of, isGroup));
    return isCounted || isNested || has(part.of, ({ kind }) => kind === 'assertion');
  });
}
