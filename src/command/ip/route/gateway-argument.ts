import type { Family } from '../../../address/family.js';
import { parseInetAddress, type InetPrefix } from '../address-arguments.js';
import { refuseNotSimulated, type Words } from '../arguments.js';

const OTHER_FAMILIES: ReadonlySet<string> = new Set(['link', 'mpls', 'bridge']);

/** Takes what follows `via`: an address, perhaps of a family that is named before it. @throws Refusal in the tool's words */
export function parseGateway(words: Words, family: Family | undefined): InetPrefix {
  const word = words.next();
  if (OTHER_FAMILIES.has(word)) refuseNotSimulated(`ip route via ${word}`);
  if (word === 'inet') return parseInetAddress(words.next(), 4);
  if (word === 'inet6') return parseInetAddress(words.next(), 6);
  return parseInetAddress(word, family);
}
