import type { Map } from 'immutable';
import type { ChoiceMemory, ChoicePoint } from '../program/choice-point.js';
import type { Chooser } from './evaluate.js';
import { chooseKept, type Keepers } from './keepers.js';
import type { Registers } from './registers.js';

/** Goes through choice points as the host's memory, a hash of the flow, its sockets, sets or lists say, and notes what the host remembers then. */
export class RememberingChooser implements Chooser {
  /** What the host remembers now, by the key of each memory. */
  memory: Map<object, number>;

  constructor(
    memory: Map<object, number>,
    private readonly keepers: Keepers,
  ) {
    this.memory = memory;
  }

  choose({ by }: ChoicePoint, registers: Readonly<Registers>): number {
    return by.kind === 'memory'
      ? this.#remember(by)
      : chooseKept(by, this.keepers, (field) => registers[field]);
  }

  #remember({ key, transitions }: ChoiceMemory): number {
    const taken = transitions[(this.memory.get(key) ?? -1) + 1];
    if (taken === undefined) return 0;
    this.memory = this.memory.set(key, taken.state);
    return taken.option;
  }
}
