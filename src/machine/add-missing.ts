import { frozen } from '../frozen.js';
import type { Machine } from './machine.js';
import type { Missing } from './missing.js';

/** A machine that lacks something more. What a loop runs into again at the same place is kept once. */
export function addMissing(machine: Machine, missing: Missing): Machine {
  const known = machine.missing;
  const after = known.set(JSON.stringify(missing), frozen(missing));
  return after === known ? machine : machine.set('missing', after);
}
