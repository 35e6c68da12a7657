import { readAddress } from '../../address/address-text.js';
import { Refusal } from '../refusal.js';

/**
 * Reads a link-layer address as `ip` does: hexadecimal bytes between colons, as many as there are; text with a dot is an IPv4 address.
 *
 * @returns its bytes
 * @throws Refusal in the tool's words when the word is none. Source: `ll_addr_a2n` of iproute2.
 */
export function parseLladdr(word: string): readonly number[] {
  if (word.includes('.')) {
    const [bits = 0] = readAddress(word)?.words ?? refuseLladdr(word);
    return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff);
  }
  return word.split(':').map((part) => {
    const digits = /^\s*(?:0[xX])?([0-9a-fA-F]+)/.exec(part)?.[1];
    const byte = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
    return byte <= 0xff ? byte : refuseLladdr(part);
  });
}

function refuseLladdr(part: string): never {
  throw new Refusal(1, `"${part}" is invalid lladdr.\n`, false);
}

/** Prints the bytes of a link-layer address: lower case with colons. */
export function printLladdr(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
