import type { DatatypeText } from './datatype-text.js';

/** Devices by name; a number that no device has stays one. */
export const interfaceIndexText: DatatypeText = {
  read: (word, { names }) => {
    const index = names.interfaceIndex(word);
    if (index !== undefined) return BigInt(index);
    const isNumber = /^\+?\d+$/.test(word) && BigInt(word) <= 0x7fffffffn;
    return isNumber ? BigInt(word) : { mistake: 'Interface does not exist' };
  },
  print: (value, { names }) => {
    const name = names.interfaceName(Number(value));
    return name === undefined ? value.toString() : `"${name}"`;
  },
  json: (value, { names }) => names.interfaceName(Number(value)) ?? value.toString(),
};
