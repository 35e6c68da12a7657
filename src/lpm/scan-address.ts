/**
 * A fast reader of address text, for lookups by string: it allocates nothing. `readAddress` of src/address says what an address is; this
 * accepts no other text and reads no other words, and where it accepts nothing that reader has the last word.
 */
const DOT = 46;
const COLON = 58;
const ZERO = 48;

/** The value of a hexadecimal digit by its character code; -1 for what is none. A look-up does not guess wrong, as a branch on random digits does. */
const HEX_DIGITS = Int8Array.from({ length: 256 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase()),
);

/** Where the groups of an IPv6 address are read to: nothing of it outlives the call. */
const readGroups = new Uint16Array(8);

/** Reads dotted decimal between two places of a text into the word at `at`. False when it is none. */
export function scanIPv4(
  text: string,
  from: number,
  to: number,
  words: Uint32Array,
  at = 0,
): boolean {
  let address = 0;
  let next = from;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && (next >= to || text.charCodeAt(next++) !== DOT)) return false;
    if (next >= to) return false;
    let value = text.charCodeAt(next++) - ZERO;
    if (value < 0 || value > 9) return false;
    let digit = next < to ? text.charCodeAt(next) - ZERO : -1;
    if (digit >= 0 && digit <= 9) {
      // No leading zeros: some read them as octal.
      if (value === 0) return false;
      value = 10 * value + digit;
      next++;
      digit = next < to ? text.charCodeAt(next) - ZERO : -1;
      if (digit >= 0 && digit <= 9) {
        value = 10 * value + digit;
        next++;
        if (value > 255) return false;
      }
    }
    address = (address << 8) | value;
  }
  if (next !== to) return false;
  words[at] = address;
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
  const groups = readGroups;
  let group = 0;
  let gap = -1;
  let next = from;
  let allCodes = 0;
  if (to - from < 2) return false;
  if (text.charCodeAt(next) === COLON) {
    if (text.charCodeAt(next + 1) !== COLON) return false;
    gap = 0;
    next += 2;
  }
  while (next < to) {
    if (group === 8) return false;
    let value = 0;
    let digits = 0;
    if (next + 4 < to) {
      // All four at once, though some may be behind the group's end.
      const c0 = text.charCodeAt(next);
      const c1 = text.charCodeAt(next + 1);
      const c2 = text.charCodeAt(next + 2);
      const c3 = text.charCodeAt(next + 3);
      const d0 = HEX_DIGITS[c0 & 255] ?? -1;
      const d1 = HEX_DIGITS[c1 & 255] ?? -1;
      const d2 = HEX_DIGITS[c2 & 255] ?? -1;
      const d3 = HEX_DIGITS[c3 & 255] ?? -1;
      allCodes |= c0 | c1 | c2 | c3;
      if ((d0 | d1 | d2 | d3) >= 0) {
        value = (d0 << 12) | (d1 << 8) | (d2 << 4) | d3;
        digits = 4;
      } else if ((d0 | d1 | d2) >= 0) {
        value = (d0 << 8) | (d1 << 4) | d2;
        digits = 3;
      } else if ((d0 | d1) >= 0) {
        value = (d0 << 4) | d1;
        digits = 2;
      } else if (d0 >= 0) {
        value = d0;
        digits = 1;
      }
      next += digits;
    } else {
      for (; next < to; next++, digits++) {
        const code = text.charCodeAt(next);
        const digit = HEX_DIGITS[code & 255] ?? -1;
        if (digit < 0) break;
        allCodes |= code;
        value = (value << 4) | digit;
      }
    }
    if (digits === 0) return false;
    groups[group++] = value;
    if (next === to) break;
    if (text.charCodeAt(next++) !== COLON || next === to) return false;
    if (text.charCodeAt(next) === COLON) {
      if (gap >= 0) return false;
      gap = group;
      next++;
    }
  }
  // Digits were looked up by the low bits of their codes.
  if (allCodes > 255) return false;
  if (gap < 0 ? group !== 8 : group === 8) return false;
  if (gap >= 0) {
    // What stands behind the gap goes to the end.
    let last = 7;
    while (group > gap) groups[last--] = groups[--group] ?? 0;
    while (last >= gap) groups[last--] = 0;
  }
  for (let word = 0; word < 4; word++) {
    words[at + word] = ((groups[2 * word] ?? 0) << 16) | (groups[2 * word + 1] ?? 0);
  }
  return true;
}
