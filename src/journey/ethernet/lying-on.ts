import type { Link, LinkKind, LinkPlace } from '../../namespace/link.js';
import type { Machine } from '../../machine/machine.js';

/** A device, and where it is. */
export interface PlacedLink {
  readonly place: LinkPlace;
  readonly link: Link;
}

/** The devices of a kind that lie on a device, in whatever namespace, the first made first. */
export function lyingOn(
  { namespaces }: Machine,
  { namespace, index }: LinkPlace,
  kind: LinkKind,
): readonly PlacedLink[] {
  return [...namespaces].flatMap(([name, { links }]) =>
    links.toArray().flatMap((link) => {
      const { lower } = link;
      const isOn = link.kind === kind && lower?.index === index && lower.namespace === namespace;
      return isOn ? [{ place: { namespace: name, index: link.index }, link }] : [];
    }),
  );
}
