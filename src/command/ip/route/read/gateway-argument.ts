import type { Family } from '../../../../address/family.js';
import { parseInetAddress, type InetPrefix } from '../../address-arguments.js';
import { refuseNotSimulated, type Words } from '../../arguments.js';

/** Takes what follows `via`: an address, perhaps of a family that is named before it. @throws Refusal in the tool's words */
export function parseGateway(words: Words, family: Family | undefined): InetPrefix {
  const word = words.next();
  refuseOtherFamily(word);
  if (word === 'inet') return parseInetAddress(words.next(), 4);
  if (word === 'inet6') return parseInetAddress(words.next(), 6);
  return parseInetAddress(word, family);
}

/** Refuses a gateway of a family that isn't simulated, by its name. @throws Refusal */
export function refuseOtherFamily(word: string): void {
  if (word === 'link' || word === 'mpls' || word === 'bridge') {
    refuseNotSimulated(`ip route via ${word}`);
  }
}
