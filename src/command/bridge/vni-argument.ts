import { refuseValue } from '../ip/arguments.js';
import { readUnsigned } from '../ip/number-arguments.js';

/** The number of a virtual network, of 24 bits. @throws Refusal in the tool's words */
export function readVni(word: string, why: string): number {
  return readUnsigned(word, 0xff_ff_ff) ?? refuseValue(word, `${why}\n`);
}
