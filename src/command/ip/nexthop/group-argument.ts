import type { GroupMember } from '../../../fib/nexthop-object.js';
import { refuseValue } from '../arguments.js';
import { readUnsigned, readU32 } from '../number-arguments.js';

/** The largest weight that the tool takes; the kernel takes one less. */
const MAX_WEIGHT = 65_536;

/**
 * Takes the members of a group, `ID[,WEIGHT]/ID[,WEIGHT]`. When an id is none, the tool prints the list as far as it has cut it up.
 *
 * @throws Refusal in the tool's words
 */
export function parseGroup(word: string): readonly GroupMember[] {
  return word.split('/').map((part) => {
    const comma = part.indexOf(',');
    const id = readU32(comma < 0 ? part : part.slice(0, comma));
    if (id === undefined) {
      return refuseValue(word.split(/[/,]/)[0] ?? word, '"group" value is invalid\n');
    }
    return { id, weight: comma < 0 ? 1 : readWeight(part.slice(comma + 1)) };
  });
}

function readWeight(text: string): number {
  const weight = readUnsigned(text, MAX_WEIGHT);
  return weight === undefined || weight === 0 ? refuseValue(text, '"weight" is invalid\n') : weight;
}
