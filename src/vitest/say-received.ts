import { Host } from '../host/host.js';

/** Says what was handed to `expect` in place of what a matcher takes. */
export function sayReceived(received: unknown): string {
  if (received instanceof Host) return 'a host';
  if (typeof received !== 'object' || received === null) return String(received);
  if ('journey' in received) return 'a journey';
  if ('outcome' in received && 'steps' in received) return 'host.explain(packet)';
  if ('kind' in received && 'dst' in received) return 'host.send(packet)';
  if ('holds' in received && 'assumed' in received) return 'a proof';
  if ('dst' in received && 'protocol' in received) return 'a packet';
  return 'another object';
}
