/**
 * Inside the shell, text is a string of bytes: each character is one byte, 0 to 255, as in Bash under the C locale.
 *
 * Outside of it, text is Unicode. A byte that is not part of valid UTF-8 is there one of U+DC80 to U+DCFF, a surrogate that stands
 * alone, so that each byte string comes back as it was (as in Python's `surrogateescape`, PEP 383).
 */

const LOWEST_ESCAPE = 0xdc80;
const HIGHEST_ESCAPE = 0xdcff;
/** Some escaped byte: a surrogate that stands alone. */
const ESCAPED = /[\udc80-\udcff]/u;
const ASCII = /^[\0-\x7f]*$/;

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of Unicode text. */
export function bytesOf(text: string): string {
  if (ASCII.test(text)) return text;
  let bytes = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes += character;
    else if (code >= LOWEST_ESCAPE && code <= HIGHEST_ESCAPE) {
      bytes += String.fromCodePoint(code - 0xdc00);
    } else bytes += fromArray(encoder.encode(character));
  }
  return bytes;
}

/** The Unicode text of bytes. */
export function textOf(bytes: string): string {
  if (ASCII.test(bytes)) return bytes;
  const array = toArray(bytes);
  try {
    return strict.decode(array);
  } catch {
    return escapeInvalid(array);
  }
}

/** A byte string of an array of bytes. */
export function fromArray(array: Uint8Array): string {
  let bytes = '';
  for (let at = 0; at < array.length; at += 0x8000) {
    bytes += String.fromCodePoint(...array.subarray(at, at + 0x8000));
  }
  return bytes;
}

/** The array of the bytes of a byte string. */
export function toArray(bytes: string): Uint8Array {
  const array = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) array[at] = bytes.charCodeAt(at);
  return array;
}

/** The bytes of text that may hold escaped bytes, as an array: what is to be written to a file or a terminal. */
export function encodeText(text: string): Uint8Array {
  return ESCAPED.test(text) ? toArray(bytesOf(text)) : encoder.encode(text);
}

/** Text of bytes that came from outside, with each byte that is not UTF-8 escaped. */
export function decodeText(array: Uint8Array): string {
  try {
    return strict.decode(array);
  } catch {
    return escapeInvalid(array);
  }
}

function escapeInvalid(array: Uint8Array): string {
  let text = '';
  for (let at = 0; at < array.length;) {
    const length = sequenceLength(array, at);
    text +=
      length === 0
        ? String.fromCodePoint(0xdc00 + (array[at] ?? 0))
        : strict.decode(array.subarray(at, at + length));
    at += Math.max(1, length);
  }
  return text;
}

/** The length of the UTF-8 sequence at a place; 0 when there is none. */
function sequenceLength(array: Uint8Array, at: number): number {
  const first = array[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || at + length > array.length) return 0;
  try {
    strict.decode(array.subarray(at, at + length));
    return length;
  } catch {
    return 0;
  }
}
