import { ROOT_NAMESPACE, type Machine } from '../../../machine/machine.js';

/** The named namespaces, the newest first, as the folder that holds their names lists them. */
export function namespaceNames({ namespaces }: Machine): readonly string[] {
  return [...namespaces.keys()].filter((name) => name !== ROOT_NAMESPACE).toReversed();
}
