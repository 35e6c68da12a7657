import { XtablesError } from '../../../netfilter/xtables-error.js';

/**
 * Reads the number at the beginning of a counter's text; undefined when there is none.
 *
 * @throws XtablesError when it's one that a counter can't hold exactly: 2^53 or more, or negative, which stands for 2^64 less it
 */
export function readCount(text: string): number | undefined {
  const [, sign, digits] = /^\s*([+-]?)(\d+)/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits);
  const isExact = value <= Number.MAX_SAFE_INTEGER && (sign !== '-' || value === 0);
  if (!isExact) throw new XtablesError('unsimulated', 'a counter of 2^53 or more');
  return value;
}
