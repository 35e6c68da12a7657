import type { Family } from '../address/family.js';
import type { NatPick, NatRange } from '../connection/nat-range.js';
import type { ChoiceMemory, ChoicePoint } from '../program/choice-point.js';
import type { Ending } from '../program/ending.js';
import type { Resolution } from '../program/resolution.js';
import type { Rule } from '../rpdb/rule.js';
import type { FlatMap } from './flat-map.js';
import type { FlatTable } from './flat-table.js';

/** What a lookup took: the resolution of every route that is lowered alike, and where its own route stands. */
export interface Take {
  readonly resolution: Resolution;
  /** The table whose prefix was found; undefined when the resolution needed none. */
  readonly table: FlatTable | undefined;
  /** The place of the route among those of the prefix. */
  readonly position: number;
}

/** A choice point, as numbers. */
export interface FlatChoice {
  /** The number of its memory; -1 when something else decides. */
  readonly memory: number;
  /** What is chosen and remembered then, for each remembered state from -1 on. */
  readonly options: Int32Array;
  readonly states: Int32Array;
  /** What decides in its place. */
  readonly kept: Exclude<ChoicePoint['by'], ChoiceMemory> | undefined;
}

/** Whether `(address & mask) === value` in the first word of a packet's address. */
export interface AddressTest {
  readonly side: 'src' | 'dst';
  readonly mask: number;
  readonly value: number;
}

/** One way into a program, flat: from local output, or from a device. How the code is written: see op.ts. */
export interface FlatProgram {
  readonly family: Family;
  readonly code: Int32Array;
  /** Where the first instruction stands. */
  readonly entry: number;
  /** What the `index` instructions read: see test-index.ts. */
  readonly heap: Int32Array;
  readonly tables: readonly FlatTable[];
  /** For each table, where the code of each of its shapes begins. */
  readonly shapeEntries: readonly Int32Array[];
  /** Tests of the first word of an address, or of its copy in a lookup. */
  readonly addressTests: readonly AddressTest[];
  readonly maps: readonly FlatMap[];
  readonly takes: readonly Take[];
  readonly rules: readonly Rule[];
  readonly endings: readonly Ending[];
  readonly choices: readonly FlatChoice[];
  readonly picks: readonly NatPick[];
  readonly ranges: readonly NatRange[];
  /** Ids of the counters, by the number that the code has for them. */
  readonly counters: readonly number[];
  /** Registers that begin as 0 for every packet. */
  readonly zeroed: Int32Array;
  /** How many words the open calls can take. */
  readonly stackWords: number;
  /** The numbers of the endings to which packets can come that have emitted another one. */
  readonly emitting: readonly number[];
  /** It finds and makes connections, tracked ones or those of local sockets: packets depend on those before them. */
  readonly tracks: boolean;
}
