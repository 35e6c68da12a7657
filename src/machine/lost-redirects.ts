import { withoutLostRedirects } from '../namespace/lost-redirects.js';
import type { Machine } from './machine.js';

/** A machine whose hosts have forgotten the redirects of routes that are gone. */
export function forgetLostRedirects(machine: Machine): Machine {
  const { namespaces } = machine;
  if (namespaces.every(({ traffic }) => traffic.redirects.size === 0)) return machine;
  return machine.set('namespaces', namespaces.map(withoutLostRedirects));
}
