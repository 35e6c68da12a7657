import type { NameOf } from '../../unsimulated-names.js';

/** What `bridge` has on Linux and is refused here: docs/not-simulated.md is made of it. */
export const BRIDGE_UNSIMULATED = {
  objects: [
    'bridge <object>',
    'bridge without words',
    'bridge -<option>',
    'bridge of a module whose devices have no place',
  ],
  ports: ['bridge link set <word>', 'bridge link of a bond of 802.3ad'],
  VLANs: ['bridge vlan <word>'],
  'forwarding entries': ['bridge fdb <word>'],
} as const;

/** The name of something that `bridge` has and is refused. */
export type BridgeUnsimulated = NameOf<typeof BRIDGE_UNSIMULATED>;
