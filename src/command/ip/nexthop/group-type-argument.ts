import { refuseValue, type Words } from '../arguments.js';
import { readU16, readU32 } from '../number-arguments.js';

/** How a group spreads flows, as asked for. */
export type GroupType =
  | { readonly kind: 'mpath' }
  | {
      readonly kind: 'resilient';
      readonly buckets: number | undefined;
      /** Seconds. */
      readonly idleTimer: number | undefined;
      /** Seconds. */
      readonly unbalancedTimer: number | undefined;
    };

/** Takes what follows `type`. @throws Refusal in the tool's words. Source: `parse_nh_group_type` of iproute2. */
export function parseGroupType(words: Words): GroupType {
  const word = words.next();
  if (word === 'mpath') return { kind: 'mpath' };
  if (word !== 'resilient') return refuseValue(word, '"type" value is invalid\n');
  let buckets: number | undefined;
  let idleTimer: number | undefined;
  let unbalancedTimer: number | undefined;
  for (;;) {
    switch (words.peek) {
      case 'buckets':
        buckets = readArgument(words, readU16);
        break;
      case 'idle_timer':
        idleTimer = readArgument(words, readU32);
        break;
      case 'unbalanced_timer':
        unbalancedTimer = readArgument(words, readU32);
        break;
      default:
        return { kind: 'resilient', buckets, idleTimer, unbalancedTimer };
    }
  }
}

function readArgument(words: Words, read: (text: string) => number | undefined): number {
  const name = words.take() ?? '';
  const word = words.next();
  return read(word) ?? refuseValue(word, `invalid ${name} value`);
}
