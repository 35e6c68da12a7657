import { kindName, traitsOf } from '../../namespace/link-kind/link-kinds.js';
import type { Namespace } from '../../namespace/namespace.js';
import type { SeenDevice } from '../../netfilter/nft/meaning/scope.js';

/** The devices of a namespace as rules see them. */
export function seenDevices({ links }: Namespace): readonly SeenDevice[] {
  return links.toArray().map(({ index, name, group, kind }) => ({
    index,
    name,
    group,
    type: traitsOf(kind).hardware.type,
    kind: kind === 'loopback' ? undefined : kindName(kind),
  }));
}
