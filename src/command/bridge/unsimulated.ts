import type { NameOf } from '../../unsimulated-names.js';

/** What `bridge` has on Linux and is refused here: docs/not-simulated.md is made of it. */
export const BRIDGE_UNSIMULATED = {
  objects: ['bridge <object>', 'bridge without words', 'bridge -<option>'],
  ports: ['bridge link set', 'bridge link help', 'bridge link of a port with ports'],
  'forwarding entries': ['bridge fdb <word>', 'bridge fdb of other devices than vxlan'],
} as const;

/** The name of something that `bridge` has and is refused. */
export type BridgeUnsimulated = NameOf<typeof BRIDGE_UNSIMULATED>;
