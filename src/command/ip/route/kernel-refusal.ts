import type { TableEdit } from '../../../fib/table-edit.js';
import { refuseByErrno, refuseByKernel } from '../arguments.js';

/** Refuses as `ip` does an edit that the kernel refused: with its text, or else with the error number's. */
export function refuseTableEdit(edit: Extract<TableEdit, { kind: 'refused' }>): never {
  return edit.text === undefined ? refuseByErrno(edit.error) : refuseByKernel(edit.text);
}
