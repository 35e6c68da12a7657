import { errno, type ErrnoName } from '../../errno.js';
import { Refusal } from '../refusal.js';
import { NOT_SIMULATED_EXIT, notSimulatedText } from '../result.js';
import type { BridgeUnsimulated } from './unsimulated.js';

/** Exit status of failures of `bridge`, but for an argument that is neither `on` nor `off`. */
export const EXIT = 255;

/** Refuses by name what Linux has and nexthop doesn't simulate. */
export function refuseUnsimulated(what: BridgeUnsimulated): never {
  throw new Refusal(NOT_SIMULATED_EXIT, notSimulatedText(what), true, what);
}

/** What the tool prints of a failure in words of its own or of the kernel's. */
export function refusalInWords(text: string): Refusal {
  return new Refusal(EXIT, `${text}\n`);
}

/** Refuses in the tool's words. */
export function refuseInWords(text: string): never {
  throw refusalInWords(text);
}

/** What the tool prints when the kernel gave an error number and no text. */
export function errnoRefusal(name: ErrnoName): Refusal {
  return refusalInWords(`RTNETLINK answers: ${errno(name).words}`);
}

/** Refuses as the tool does when the kernel gave an error number and no text. */
export function refuseByErrno(name: ErrnoName): never {
  throw errnoRefusal(name);
}
