/** How a number is written: 0 takes the notation of C (0x hexadecimal, leading 0 octal). */
export type Base = 0 | 10 | 16;

const FORMS = {
  0: /^\s*([+-]?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9]\d*))$/,
  10: /^\s*([+-]?)()()(\d+)$/,
  16: /^\s*([+-]?)(?:0[xX])?([0-9a-fA-F]+)$/,
} as const;

/**
 * Reads an unsigned number up to `max` (at most 2^32 - 1) as strtoul(3) does; undefined when the text is none or too large.
 * Blanks and a plus sign in front are allowed.
 */
export function readUnsigned(text: string, max: number, base: Base = 0): number | undefined {
  const number = readSigned(text, 0, max, base);
  return number === 0 ? 0 : number;
}

/** Reads a signed number from `min` to `max` as strtol(3) does; undefined when the text is none or out of range. */
export function readSigned(
  text: string,
  min: number,
  max: number,
  base: Base = 0,
): number | undefined {
  const found = FORMS[base].exec(text);
  if (found === null) return undefined;
  const [, sign, hex, octal, decimal] = found;
  const magnitude =
    hex !== undefined && hex !== ''
      ? Number.parseInt(hex, 16)
      : octal !== undefined && octal !== ''
        ? Number.parseInt(octal, 8)
        : Number(decimal ?? 0);
  const number = sign === '-' ? -magnitude : magnitude;
  return number >= min && number <= max ? number : undefined;
}

/** Reads a number of 8 bits; undefined when the text is none. */
export function readU8(text: string, base: Base = 0): number | undefined {
  return readUnsigned(text, 0xff, base);
}

/** Reads a number of 16 bits; undefined when the text is none. */
export function readU16(text: string, base: Base = 0): number | undefined {
  return readUnsigned(text, 0xffff, base);
}

/** Reads a number of 32 bits; undefined when the text is none. */
export function readU32(text: string, base: Base = 0): number | undefined {
  return readUnsigned(text, 0xffffffff, base);
}

/** Reads a signed number of 32 bits; undefined when the text is none. */
export function readS32(text: string, base: Base = 0): number | undefined {
  return readSigned(text, -0x80000000, 0x7fffffff, base);
}
