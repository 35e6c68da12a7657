import type { ErrnoName } from '../errno.js';
import type { FibTable } from './fib-table.js';

/** What comes of an edit of one routing table: the table that it leaves, or why the kernel refuses it. */
export type TableEdit =
  | { readonly kind: 'edited'; readonly table: FibTable }
  | {
      readonly kind: 'refused';
      readonly error: ErrnoName;
      /** The kernel's own words beside the error number; undefined when it has none. */
      readonly text: string | undefined;
    };

/** The edit that leaves this table. */
export function edited(table: FibTable): TableEdit {
  return { kind: 'edited', table };
}

/** The edit that the kernel refuses. */
export function refused(error: ErrnoName, text?: string): TableEdit {
  return { kind: 'refused', error, text };
}
