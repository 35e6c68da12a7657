const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';

/** Reads a number of the shell's arithmetic: decimal, `0x`, octal after `0`, or `BASE#DIGITS`. A string is why it is none. */
export function parseNumber(text: string): bigint | string {
  const [first = '', digits] = text.split('#', 2);
  if (digits !== undefined) {
    const base = Number(first);
    if (!/^\d+$/.test(first) || base < 2 || base > 64) return 'invalid arithmetic base';
    if (digits === '') return 'invalid integer constant';
    return readDigits(digits, base);
  }
  if (/^0[xX]/.test(text)) return readDigits(text.slice(2), 16);
  return text.startsWith('0') ? readDigits(text.slice(1), 8) : readDigits(text, 10);
}

function readDigits(digits: string, base: number): bigint | string {
  let value = 0n;
  for (const digit of digits) {
    // Up to base 36, letters count without regard to case.
    const at = DIGITS.indexOf(base <= 36 ? digit.toLowerCase() : digit);
    if (at < 0 || at >= base) return 'value too great for base';
    value = BigInt.asIntN(64, value * BigInt(base) + BigInt(at));
  }
  return value;
}
