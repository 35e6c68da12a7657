import { Refusal } from '../refusal.js';
import { NOT_SIMULATED_EXIT, notSimulatedText } from '../result.js';
import type { BridgeUnsimulated } from './unsimulated.js';

/** Exit status of every failure of `bridge`. */
const EXIT = 255;

/** Refuses by name what Linux has and nexthop doesn't simulate. */
export function refuseUnsimulated(what: BridgeUnsimulated): never {
  throw new Refusal(NOT_SIMULATED_EXIT, notSimulatedText(what), true, what);
}

/** Refuses in the tool's words. */
export function refuseInWords(text: string): never {
  throw new Refusal(EXIT, `${text}\n`);
}
