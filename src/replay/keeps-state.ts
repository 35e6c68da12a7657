import { touchesHost } from '../program/flow.js';
import type { Host } from '../host/host.js';
import { programOf } from '../evaluate/program-of.js';

/** Reports whether what becomes of a packet can depend on those before it: then they have to be sent in order, by one worker. */
export function keepsState({ namespace }: Host): boolean {
  return ([4, 6] as const).some((family) =>
    programOf(namespace, family).steps.some((step) =>
      touchesHost(step, ['connections', 'sockets', 'choices']),
    ),
  );
}
