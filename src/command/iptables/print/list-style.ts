import type { Databases } from '../../../databases/databases.js';

/** How -L writes. */
export interface ListingStyle {
  /** -v: counters, policies' counters and devices. */
  readonly verbose: boolean;
  /** -n: no names of addresses, ports and protocols. */
  readonly numeric: boolean;
  /** -x: counters in full. */
  readonly exact: boolean;
  /** --line-numbers. */
  readonly lineNumbers: boolean;
  /** Where names of ports, protocols and users are looked up. */
  readonly databases: Databases;
}

/** Writes a counter's number: in full, or rounded so that it has few digits (`100K`). Source: `xtables_print_num`. */
export function printCount(value: number, exact: boolean): string {
  if (exact || value <= 99999) return String(value);
  let rounded = value;
  for (const unit of ['K', 'M', 'G']) {
    rounded = Math.floor((rounded + 500) / 1000);
    if (rounded <= 9999) return `${rounded}${unit}`;
  }
  return `${Math.floor((rounded + 500) / 1000)}T`;
}
