import {
  CONFIRMED_READ,
  CONNECTION_FIELDS,
  TRACKED_READ,
  UNIQUE_READ,
  UNIQUE_WRITTEN,
} from '../connection/tracked-fields.js';
import { zeroRegisters, type Registers } from '../evaluate/registers.js';
import type { Field } from '../packet/field.js';
import { slotOf } from './slots.js';

/** A register by both of its names. */
interface NamedSlot {
  readonly field: Field;
  readonly slot: number;
}

/** The registers that a connection gives its packets or changes in its first, those that following it looks at, and those that the end of the path does. */
const GIVEN = namedSlots([...CONNECTION_FIELDS, ...UNIQUE_WRITTEN]);
const FOLLOWED = namedSlots([
  ...TRACKED_READ,
  ...CONFIRMED_READ,
  ...UNIQUE_READ,
  ...CONNECTION_FIELDS,
]);
const FINISHED = namedSlots(['ctmark']);

function namedSlots(fields: readonly Field[]): readonly NamedSlot[] {
  return [...new Set(fields)].map((field) => ({ field, slot: slotOf(field) }));
}

/** The registers of a walk by name, as connection tracking reads and writes them: a few of all that there are, so only those are moved. */
export class NamedRegisters {
  readonly #named = zeroRegisters();

  constructor(private readonly registers: Int32Array) {}

  /** What finding and making connections looks at. */
  followed(): Registers {
    return this.#take(FOLLOWED);
  }

  /** What is looked at when a packet has come to its end. */
  finished(): Registers {
    return this.#take(FINISHED);
  }

  /** Puts what a connection has given the packet into the registers of the walk. */
  give(): void {
    for (const { field, slot } of GIVEN) this.registers[slot] = this.#named[field];
  }

  #take(which: readonly NamedSlot[]): Registers {
    for (const { field, slot } of which) this.#named[field] = (this.registers[slot] ?? 0) >>> 0;
    return this.#named;
  }
}
