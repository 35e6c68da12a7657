import type { FlatMap } from '../flat-map.js';
import type { FlatTable } from '../flat-table.js';

/** An address of a packet as it came. */
export type Side = 'src' | 'dst';

/** Gets what of a packet, as it came, has decided its way: a packet that is no different in all of this goes the same way. */
export interface Observer {
  /** Whether `(field & mask) === value`; of a field by its register. */
  masked(field: number, mask: number, value: number): void;
  /** Whether the field lies in `from`..`to`, unsigned. */
  range(field: number, from: number, to: number): void;
  /** What a table or a map says of an address. */
  prefixes(side: Side, source: FlatTable | FlatMap): void;
}
