import type { SysctlForm } from './sysctl-key.js';

/**
 * Reads what is written to a key as the kernel does: numbers in C notation, blanks around them; what follows enough numbers is left
 * unread. Undefined when it is refused (EINVAL). Source: `proc_dointvec_minmax`.
 *
 * @param before - the value that the key has: numbers that aren't given keep theirs
 * @returns the text that reading the key gives from now on
 */
export function readSysctlText(
  form: Extract<SysctlForm, { kind: 'integer' | 'integers' }>,
  text: string,
  before: string,
): string | undefined {
  const count = form.kind === 'integer' ? 1 : form.count;
  const words = text.trim().split(/\s+/).slice(0, count);
  const numbers = words.map(readInteger);
  const valid = numbers.every(
    (number) => number !== undefined && number >= form.min && number <= form.max,
  );
  if (!valid) return undefined;
  const rest = before.split('\t').slice(numbers.length);
  return [...numbers.map(String), ...rest].join('\t');
}

function readInteger(word: string): number | undefined {
  const [, sign, hex, octal, decimal] =
    /^(-?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|([1-9]\d*))$/.exec(word) ?? [];
  if (sign === undefined) return undefined;
  const magnitude =
    hex !== undefined
      ? Number.parseInt(hex, 16)
      : octal !== undefined
        ? Number.parseInt(octal, 8)
        : Number(decimal);
  return sign === '-' && magnitude !== 0 ? -magnitude : magnitude;
}
