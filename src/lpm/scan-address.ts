/**
 * A fast reader of address text, for lookups by string: it allocates nothing. `readAddress` of src/address says what an address is; this
 * accepts no other text and reads no other words, and where it accepts nothing that reader has the last word.
 */
const DOT = 46;
const COLON = 58;

/** Reads dotted decimal between two places of a text into the word at `at`. False when it is none. */
export function scanIPv4(
  text: string,
  from: number,
  to: number,
  words: Uint32Array,
  at = 0,
): boolean {
  let address = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let next = from; next < to; next++) {
    const code = text.charCodeAt(next);
    const digit = code - 48;
    if (digit >= 0 && digit <= 9) {
      // No leading zeros: some read them as octal.
      if (digits > 0 && part === 0) return false;
      part = part * 10 + digit;
      digits++;
      if (part > 255) return false;
    } else if (code === DOT && digits > 0) {
      address = (address << 8) | part;
      part = 0;
      digits = 0;
      dots++;
    } else {
      return false;
    }
  }
  if (dots !== 3 || digits === 0) return false;
  words[at] = (address << 8) | part;
  return true;
}

/** Reads RFC 4291 text, without a dotted tail, between two places of a text into the four words from `at` on. False when it is none. */
export function scanIPv6(
  text: string,
  from: number,
  to: number,
  words: Uint32Array,
  at = 0,
): boolean {
  words.fill(0, at, at + 4);
  let group = 0;
  let gap = -1;
  let next = from;
  if (text.charCodeAt(next) === COLON) {
    if (text.charCodeAt(next + 1) !== COLON || next + 1 >= to) return false;
    gap = 0;
    next += 2;
  }
  while (next < to) {
    const begin = next;
    let value = 0;
    for (; next < to && next < begin + 4; next++) {
      const digit = hexDigit(text.charCodeAt(next));
      if (digit < 0) break;
      value = (value << 4) | digit;
    }
    if (next === begin || group === 8) return false;
    putGroup(words, at, group++, value);
    if (next === to) break;
    if (text.charCodeAt(next++) !== COLON || next === to) return false;
    if (text.charCodeAt(next) === COLON) {
      if (gap >= 0) return false;
      gap = group;
      next++;
    }
  }
  if (gap < 0) return group === 8;
  if (group === 8) return false;
  // What stands behind the gap goes to the end.
  for (let last = 7; group > gap; last--) {
    const value = takeGroup(words, at, --group);
    putGroup(words, at, last, value);
  }
  return true;
}

/** Puts 16 bits into a place that holds zero. */
function putGroup(words: Uint32Array, at: number, group: number, value: number): void {
  const word = at + (group >>> 1);
  words[word] = (words[word] ?? 0) | (value << (group & 1 ? 0 : 16));
}

/** Takes 16 bits away, and leaves zero. */
function takeGroup(words: Uint32Array, at: number, group: number): number {
  const word = at + (group >>> 1);
  const shift = group & 1 ? 0 : 16;
  const value = ((words[word] ?? 0) >>> shift) & 0xffff;
  words[word] = (words[word] ?? 0) & ~(0xffff << shift);
  return value;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
