import type { NeighbourState } from '../../../neighbour/neighbour.js';
import { matches } from '../arguments.js';
import { readU32 } from '../number-arguments.js';

/** Numbers of the states. Source: `NUD_` constants. */
export const STATE_BITS: Readonly<Record<NeighbourState, number>> = {
  none: 0,
  incomplete: 0x01,
  reachable: 0x02,
  stale: 0x04,
  delay: 0x08,
  probe: 0x10,
  failed: 0x20,
  noarp: 0x40,
  permanent: 0x80,
};

/** States that can be abbreviated. */
const ABBREVIATED = ['permanent', 'reachable', 'failed'] as const;

/** Reads a state: a word, or a number with one bit set; undefined when it is neither. Source: `nud_state_a2n` of iproute2. */
export function readNeighbourState(word: string): NeighbourState | undefined {
  const abbreviated = ABBREVIATED.find((state) => matches(word, state));
  if (abbreviated !== undefined) return abbreviated;
  const number = isState(word) ? STATE_BITS[word] : readU32(word);
  return STATES.find((state) => STATE_BITS[state] === number);
}

const STATES = [
  'none',
  'incomplete',
  'reachable',
  'stale',
  'delay',
  'probe',
  'failed',
  'noarp',
  'permanent',
] as const satisfies readonly NeighbourState[];

function isState(word: string): word is NeighbourState {
  return STATES.some((state) => state === word);
}
