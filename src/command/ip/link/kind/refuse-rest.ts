import { Refusal } from '../../../refusal.js';
import { matches, refuseWithUsage, type Words } from '../../arguments.js';
import { LINK_USAGE } from '../usage.js';

/** Refuses words that are left after those of a kind. @throws Refusal. Source: `iplink_modify` of iproute2. */
export function refuseRest(words: Words): void {
  const word = words.peek;
  if (word === undefined) return;
  if (matches(word, 'help')) refuseWithUsage(LINK_USAGE);
  throw new Refusal(1, `Garbage instead of arguments "${word} ...". Try "ip link help".\n`, false);
}
