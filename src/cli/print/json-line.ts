/** What JSON leaves as it is, and a terminal would carry out: written in JSON's own escapes it is the same JSON. */
const LEFT = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A value as one line of JSON, which is safe to be looked at. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value).replaceAll(LEFT, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
