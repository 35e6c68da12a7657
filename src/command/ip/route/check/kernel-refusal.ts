import { errno } from '../../../../errno.js';
import type { TableEdit } from '../../../../fib/table-edit.js';
import { Refusal } from '../../../refusal.js';

type Refused = Extract<TableEdit, { kind: 'refused' }>;

/** Refuses as `ip` does an edit that the kernel refused: with its text, or else with the error number's. */
export function refuseTableEdit(edit: Refused): never {
  throw kernelRefusal(edit);
}

/** What `ip` says of an edit that the kernel refused. */
export function kernelRefusal({ text, error }: Refused): Refusal {
  const line = text === undefined ? `RTNETLINK answers: ${errno(error).words}` : `Error: ${text}.`;
  return new Refusal(2, `${line}\n`, false);
}
