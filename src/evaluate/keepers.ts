import { assertNever } from '../assert-never.js';
import type { Traffic, TrafficFields } from '../namespace/traffic/traffic.js';
import type { ChoiceMemory, ChoicePoint } from '../program/choice-point.js';
import { chooseByBytes } from './bytes-hash.js';
import { ElementKeeper } from './element-keeper.js';
import { EntryKeeper } from './entry-keeper.js';
import { chooseByHash, type ReadField } from './flow-hash.js';
import { ListKeeper } from './list-keeper.js';
import { SocketKeeper } from './socket-keeper.js';

/** What answers the choices of packets by what those before them have left behind. */
export interface Keepers {
  readonly sockets: SocketKeeper;
  readonly elements: ElementKeeper;
  readonly lists: ListKeeper;
  readonly setEntries: EntryKeeper;
}

/** The keepers of what traffic has left behind so far. */
export function keepersOf({ sockets, elements, lists, setEntries }: Traffic): Keepers {
  return {
    sockets: new SocketKeeper(sockets),
    elements: new ElementKeeper(elements),
    lists: new ListKeeper(lists),
    setEntries: new EntryKeeper(setEntries),
  };
}

/** What is left behind now. */
export function keptBy({
  sockets,
  elements,
  lists,
  setEntries,
}: Keepers): Pick<TrafficFields, keyof Keepers> {
  return {
    sockets: sockets.table,
    elements: elements.table,
    lists: lists.lists,
    setEntries: setEntries.table,
  };
}

/** The way through a choice that isn't made by its own memory: by a hash of the packet, or by what packets have left behind. */
export function chooseKept(
  by: Exclude<ChoicePoint['by'], ChoiceMemory>,
  keepers: Keepers,
  read: ReadField,
): number {
  switch (by.kind) {
    case 'hash':
      return chooseByHash(by, read);
    case 'bytes':
      return chooseByBytes(by, read);
    case 'socket':
      return keepers.sockets.choose(by, read);
    case 'element':
      return keepers.elements.ask(by.question, read);
    case 'list':
      return by.ways[keepers.lists.holds(by.question, read) ? 'holds' : 'fails'];
    case 'entry':
      return by.ways[keepers.setEntries.holds(by.question, read) ? 'holds' : 'fails'];
    default:
      return assertNever(by);
  }
}
