import { addressFromWords, type Address } from '../../../../address/address.js';
import { addressBits, type Family } from '../../../../address/family.js';

/** The address that a number is, as a register of nf_tables has it. */
export function addressOfNumber(family: Family, number: bigint): Address {
  const words = addressBits(family) / 32;
  return addressFromWords(
    family,
    Array.from({ length: words }, (_, at) =>
      Number((number >> BigInt(32 * (words - 1 - at))) & 0xffffffffn),
    ),
  );
}
