import { addressFromWords, type Address } from '../../address/address.js';

/** Under which key stands what traffic has taught of an address on a device: its ifindex, and the address. */
export function learnedKey(dev: number, { family, words }: Address): string {
  return `${dev} ${family} ${words.join(' ')}`;
}

/** Of which device and address a key is. */
export function readLearnedKey(key: string): { readonly dev: number; readonly address: Address } {
  const [dev = 0, family, ...words] = key.split(' ').map(Number);
  return { dev, address: addressFromWords(family === 4 ? 4 : 6, words) };
}
