/** A number at the beginning of a text, and what follows it. */
export interface LeadingNumber {
  readonly value: number;
  readonly rest: string;
}

/**
 * Reads a number as strtoul(3) with base 0 does: decimal, `0x` hexadecimal or `0` octal, after blanks and a `+`; never negative.
 *
 * Undefined when the text doesn't begin with a number, or the number isn't in the range.
 */
export function readLeadingNumber(
  text: string,
  min: number,
  max: number,
): LeadingNumber | undefined {
  const found = /^\s*\+?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text);
  const [all, digits] = found ?? [];
  if (all === undefined || digits === undefined) return undefined;
  const value = /^0[0-7]/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return value < min || value > max ? undefined : { value, rest: text.slice(all.length) };
}

/** Reads a text that is one number and nothing else, as {@link readLeadingNumber} does. */
export function readNumber(text: string, min: number, max: number): number | undefined {
  const found = readLeadingNumber(text, min, max);
  return found?.rest === '' ? found.value : undefined;
}

/** Prints a number as `0x` hexadecimal. */
export function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
