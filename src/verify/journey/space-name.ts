import { ROOT_NAMESPACE } from '../../machine/machine.js';

/** What people call a namespace: the machine's first one has no name. */
export function spaceName(namespace: string): string {
  return namespace === ROOT_NAMESPACE ? 'the first namespace' : namespace;
}
