/**
 * What a terminal would carry out and not show: control characters (C0, DEL, C1), marks and overrides of the writing direction, separators
 * of lines. Source: ECMA-48, Unicode Standard Annex 9.
 */
const HIDDEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A text of one line as a person can see all of it: control characters become `\x1b`, overrides of the writing direction `\u202e`. */
export function visible(text: string): string {
  return text.replaceAll(HIDDEN, escapeCharacter);
}

/** A text of several lines as a person can see all of it: {@link visible}, but for the ends of lines and tabulators. */
export function visibleLines(text: string): string {
  return text.replaceAll(HIDDEN, (character) =>
    character === '\n' || character === '\t' ? character : escapeCharacter(character),
  );
}

/** Plain data (texts, numbers, arrays, objects of these) whose texts are all {@link visible}. */
export function visibleData<Data>(data: Data): Data;
export function visibleData(data: unknown): unknown {
  if (typeof data === 'string') return visible(data);
  if (Array.isArray(data)) return data.map((part: unknown) => visibleData(part));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, part]) => [name, visibleData(part)]));
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  const digits = code.toString(16);
  return code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`;
}
