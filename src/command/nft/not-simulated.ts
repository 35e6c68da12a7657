import { Refusal } from '../refusal.js';
import { notSimulatedText } from '../result.js';
import type { NftUnsimulated } from './unsimulated.js';

/** A refusal by name of what has been read already. */
export function notSimulated(name: NftUnsimulated): Refusal {
  return new Refusal(3, notSimulatedText(name), true, name);
}
