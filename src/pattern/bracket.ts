import type { CharacterSet } from './pattern.js';

/** The character classes of POSIX, as they are in the C locale, by code points. */
const CLASSES: ReadonlyMap<string, CharacterSet['ranges']> = new Map(
  Object.entries({
    alnum: ['09', 'AZ', 'az'],
    alpha: ['AZ', 'az'],
    blank: ['  ', '\t\t'],
    cntrl: ['\0\x1f', '\x7f\x7f'],
    digit: ['09'],
    graph: ['!~'],
    lower: ['az'],
    print: [' ~'],
    punct: ['!/', ':@', '[`', '{~'],
    space: ['  ', '\t\r'],
    upper: ['AZ'],
    xdigit: ['09', 'AF', 'af'],
  }).map(([name, ranges]) => [
    name,
    ranges.map((range) => [range.charCodeAt(0), range.charCodeAt(1)] as const),
  ]),
);

/** The characters of words: `\w`. */
export const WORD_RANGES: CharacterSet['ranges'] = [...(CLASSES.get('alnum') ?? []), [95, 95]];

/** A bracket expression that was read. */
export interface Bracket {
  readonly set: CharacterSet;
  /** The place after it. */
  readonly end: number;
}

/**
 * Reads a bracket expression. Source: regex(7), POSIX Base Definitions 9.3.5.
 *
 * @param at - the place after `[`
 * @param inverting - the signs that invert it when they stand first
 * @returns undefined when it never ends, has a class that isn't there, or a range that goes backwards
 */
export function readBracket(
  text: readonly string[],
  at: number,
  inverting: string,
): Bracket | undefined {
  const inverted = inverting.includes(text[at] ?? 'none');
  const first = inverted ? at + 1 : at;
  const ranges: (readonly [number, number])[] = [];
  let next = first;
  while (next < text.length) {
    if (text[next] === ']' && next > first) return { set: { ranges, inverted }, end: next + 1 };
    const named = readNamed(text, next);
    if (named?.kind === ':') {
      const of = CLASSES.get(named.name);
      if (of === undefined) return undefined;
      ranges.push(...of);
      next = named.end;
      continue;
    }
    const from = readElement(text, next);
    if (from === undefined) return undefined;
    next = from.end;
    let to = from.code;
    // A hyphen that stands last is one of the characters.
    if (text[next] === '-' && next + 1 < text.length && text[next + 1] !== ']') {
      const last = readElement(text, next + 1);
      if (last === undefined || last.code < from.code) return undefined;
      to = last.code;
      next = last.end;
    }
    ranges.push([from.code, to]);
  }
  return undefined;
}

/** `[:name:]`, `[.c.]` or `[=c=]`. */
function readNamed(
  text: readonly string[],
  at: number,
): { readonly kind: string; readonly name: string; readonly end: number } | undefined {
  const kind = text[at + 1] ?? '';
  if (text[at] !== '[' || !['.', ':', '='].includes(kind)) return undefined;
  for (let end = at + 2; end + 1 < text.length; end++) {
    if (text[end] === kind && text[end + 1] === ']') {
      return { kind, name: text.slice(at + 2, end).join(''), end: end + 2 };
    }
  }
  return { kind, name: '', end: text.length };
}

function readElement(
  text: readonly string[],
  at: number,
): { readonly code: number; readonly end: number } | undefined {
  const named = readNamed(text, at);
  const element = named === undefined ? (text[at] ?? '') : named.name;
  if (Array.from(element).length !== 1 || named?.kind === ':') return undefined;
  return { code: element.codePointAt(0) ?? 0, end: named?.end ?? at + 1 };
}
