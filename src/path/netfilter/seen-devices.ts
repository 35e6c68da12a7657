import type { LinkKind } from '../../namespace/link.js';
import type { Namespace } from '../../namespace/namespace.js';
import type { SeenDevice } from '../../netfilter/nft/meaning/scope.js';

/** Numbers of link-layer types. Source: `if_arp.h`. */
const TYPES: Readonly<Record<LinkKind, number>> = {
  loopback: 772,
  veth: 1,
  dummy: 1,
  ifb: 1,
  bridge: 1,
};

/** The devices of a namespace as rules see them. */
export function seenDevices({ links }: Namespace): readonly SeenDevice[] {
  return links
    .toArray()
    .map(({ index, name, group, kind }) => ({ index, name, group, type: TYPES[kind] }));
}
