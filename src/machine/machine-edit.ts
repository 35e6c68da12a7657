import type { ErrnoName } from '../errno.js';
import type { Machine } from './machine.js';

/** What comes of a change to a machine: the one that it leaves, or why the kernel refuses it. */
export type MachineEdit =
  | { readonly kind: 'edited'; readonly machine: Machine }
  | {
      readonly kind: 'refused';
      readonly error: ErrnoName;
      /** The kernel's own words beside the error number, without a full stop; undefined when it has none. */
      readonly text: string | undefined;
      /** What it leaves, if that is not all as it was. */
      readonly left?: Machine;
    };

/** The change that leaves this machine. */
export function made(machine: Machine): MachineEdit {
  return { kind: 'edited', machine };
}

/** The change that the kernel refuses. */
export function denied(error: ErrnoName, text?: string): Extract<MachineEdit, { kind: 'refused' }> {
  return { kind: 'refused', error, text };
}
