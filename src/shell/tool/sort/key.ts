import { COMPARISONS, compareBytes, type Compare, type OrderLetter } from './order.js';

/** The letters of `b d f i r` and of an order that stand with a key, or with none for all. */
export interface KeyOptions {
  readonly letters: ReadonlySet<string>;
}

/** A part of a line that is compared: fields and characters count from 0; the end of a line is undefined. */
export interface SortKey extends KeyOptions {
  readonly from: {
    readonly field: number;
    readonly character: number;
    readonly skipsBlanks: boolean;
  };
  /** The fields that it takes up to its end, and so many characters of the next. */
  readonly to:
    | { readonly fields: number; readonly characters: number; readonly skipsBlanks: boolean }
    | undefined;
}

/** Reads `FIELD[.CHARACTER][LETTERS][,FIELD[.CHARACTER][LETTERS]]`; undefined when it's no key. Source: sort(1) KEYDEF. */
export function parseKey(text: string): SortKey | undefined {
  const pattern = /^(\d+)(?:\.(\d+))?([bdfgiMhnRrV]*)(?:,(\d+)(?:\.(\d+))?([bdfgiMhnRrV]*))?$/;
  const [all, field, character = '1', first = '', last, lastCharacter = '0', second = ''] =
    pattern.exec(text) ?? [];
  if (all === undefined || Number(field) < 1 || Number(character) < 1) return undefined;
  if (last !== undefined && Number(last) < 1) return undefined;
  const characters = Number(lastCharacter);
  return {
    letters: new Set(`${first}${second}`.split('').filter((letter) => letter !== 'b')),
    from: {
      field: Number(field) - 1,
      character: Number(character) - 1,
      skipsBlanks: first.includes('b'),
    },
    to:
      last === undefined
        ? undefined
        : {
            fields: characters === 0 ? Number(last) : Number(last) - 1,
            characters,
            skipsBlanks: second.includes('b'),
          },
  };
}

/** The part of a line that a key stands for; fields end at a separator, or where blanks begin. */
export function cutKey(line: string, { from, to }: SortKey, separator: string | undefined): string {
  const start = from.skipsBlanks
    ? skip(line, pass(line, from.field, separator, true), isBlank)
    : pass(line, from.field, separator, true);
  const begin = Math.min(line.length, start + from.character);
  if (to === undefined) return line.slice(begin);
  let end = pass(line, to.fields, separator, to.characters > 0);
  if (to.characters > 0) {
    if (to.skipsBlanks) end = skip(line, end, isBlank);
    end = Math.min(line.length, end + to.characters);
  }
  return line.slice(begin, Math.max(begin, end));
}

/** Where a line goes on behind so many fields; `beyond` when the separator behind the last is passed too. */
function pass(
  line: string,
  fields: number,
  separator: string | undefined,
  beyond: boolean,
): number {
  let at = 0;
  for (let left = fields; left > 0 && at < line.length; left--) {
    if (separator === undefined) {
      at = skip(line, skip(line, at, isBlank), (mark) => !isBlank(mark));
      continue;
    }
    at = skip(line, at, (mark) => mark !== separator);
    if (at < line.length && (left > 1 || beyond)) at++;
  }
  return at;
}

function skip(line: string, from: number, holds: (mark: string) => boolean): number {
  let at = from;
  while (at < line.length && holds(line[at] ?? '')) at++;
  return at;
}

function isBlank(mark: string): boolean {
  return mark === ' ' || mark === '\t' || mark === '\n';
}

/** How texts are compared by the letters of a key, `r` aside. */
export function comparisonOf({ letters }: KeyOptions): Compare {
  const order = [...letters].find((letter): letter is OrderLetter => letter in COMPARISONS);
  if (order !== undefined) return COMPARISONS[order];
  const change = (text: string): string => {
    let changed = text;
    if (letters.has('d')) changed = changed.replaceAll(/[^A-Za-z0-9 \t\n]/g, '');
    if (letters.has('i')) changed = changed.replaceAll(/[^ -~]/g, '');
    return letters.has('f') ? changed.replaceAll(/[a-z]/g, (mark) => mark.toUpperCase()) : changed;
  };
  return (left, right) => compareBytes(change(left), change(right));
}
