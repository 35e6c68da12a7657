import { fieldMax } from '../../packet/field.js';
import { maskedText } from '../packets/masked-text.js';

/** The packet left this part as it came. */
export const KEPT = 'kept';

/** It is something that depends on more than the packet shows here. */
export const CHANGED = 'changed';

/** What a fate states of a number of which groups of bits are stated each by itself; what it doesn't state is kept. */
export interface KnownBits {
  /** The bits of which the value is known. */
  readonly mask: number;
  readonly value: number;
  /** A word for each group of bits that is something else. */
  readonly changed: readonly string[];
}

/** Reads `kept`, or values with their masks and `changed`, between commas. */
export function readBits(field: 'mark' | 'tos', text: string): KnownBits {
  let [mask, value] = [0, 0];
  const changed: string[] = [];
  for (const part of text.split(',')) {
    if (part === KEPT) continue;
    if (part.startsWith(CHANGED)) {
      changed.push(part);
      continue;
    }
    const [bits = 0, of = fieldMax(field)] = part.split('/').map(Number);
    mask = (mask | of) >>> 0;
    value = (value | bits) >>> 0;
  }
  return { mask, value, changed };
}

/** Prints all known bits as one value with one mask, without one when it is the whole number. */
export function printBits(field: 'mark' | 'tos', { mask, value, changed }: KnownBits): string {
  const known = mask === 0 ? [] : [maskedText(value, mask, fieldMax(field))];
  const parts = [...known, ...changed];
  return parts.length === 0 ? KEPT : parts.join(',');
}
