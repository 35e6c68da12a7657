import { assertNever } from '../assert-never.js';
import type { Map } from 'immutable';
import type { ChoiceMemory, ChoicePoint } from '../program/choice-point.js';
import type { Chooser } from './evaluate.js';
import { chooseByBytes } from './bytes-hash.js';
import { chooseByHash } from './flow-hash.js';
import type { Registers } from './registers.js';
import type { ElementKeeper } from './element-keeper.js';
import type { ListKeeper } from './list-keeper.js';
import type { SocketKeeper } from './socket-keeper.js';

/** Goes through choice points as the host's memory, a hash of the flow, its sockets, sets or lists say, and notes what the host remembers then. */
export class RememberingChooser implements Chooser {
  /** What the host remembers now, by the key of each memory. */
  memory: Map<object, number>;

  constructor(
    memory: Map<object, number>,
    private readonly sockets: SocketKeeper,
    private readonly elements: ElementKeeper,
    private readonly lists: ListKeeper,
  ) {
    this.memory = memory;
  }

  choose({ by }: ChoicePoint, registers: Readonly<Registers>): number {
    switch (by.kind) {
      case 'memory':
        return this.#remember(by);
      case 'hash':
        return chooseByHash(by, (field) => registers[field]);
      case 'bytes':
        return chooseByBytes(by, (field) => registers[field]);
      case 'socket':
        return this.sockets.choose(by, (field) => registers[field]);
      case 'element':
        return this.elements.ask(by.question, (field) => registers[field]);
      case 'list': {
        const { holds, fails } = by.ways;
        return this.lists.holds(by.question, (field) => registers[field]) ? holds : fails;
      }
      default:
        return assertNever(by);
    }
  }

  #remember({ key, transitions }: ChoiceMemory): number {
    const taken = transitions[(this.memory.get(key) ?? -1) + 1];
    if (taken === undefined) return 0;
    this.memory = this.memory.set(key, taken.state);
    return taken.option;
  }
}
