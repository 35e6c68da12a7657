import type { Address } from '../address/address.js';

/** Under which key stands what traffic has taught of an address on a device: its ifindex, and the address. */
export function learnedKey(dev: number, { family, words }: Address): string {
  return `${dev} ${family} ${words.join(' ')}`;
}
