import type { MachineEdit } from '../../machine/machine-edit.js';
import { errnoRefusal, kernelRefusal } from './arguments.js';

/** Refuses as `ip` does when the kernel refuses: with the kernel's text when it has one, else with the words of the error. */
export function refuseAsKernel({
  error,
  text,
  left,
}: Extract<MachineEdit, { kind: 'refused' }>): never {
  const refusal = text === undefined ? errnoRefusal(error) : kernelRefusal(text);
  throw left === undefined ? refusal : refusal.leaving(left);
}
