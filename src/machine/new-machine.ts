import { OrderedMap } from 'immutable';
import { newNamespace } from '../namespace/new-namespace.js';
import { makeMachine, ROOT_NAMESPACE, type Machine } from './machine.js';

/** A machine with one namespace, as the kernel makes one, and no file. */
export function newMachine(): Machine {
  return makeMachine({ namespaces: OrderedMap([[ROOT_NAMESPACE, newNamespace()]]) });
}
