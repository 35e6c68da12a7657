import { traitsOf } from '../namespace/link-kind/link-kinds.js';
import { isSamePlace, type Link, type LinkPlace } from '../namespace/link.js';
import type { Machine } from './machine.js';

/** A device that lies on another, and where it is. */
export interface Follower {
  readonly place: LinkPlace;
  readonly link: Link;
}

/** The devices that lie on one, in the order in which they follow it. */
export function followersOf(machine: Machine, lower: LinkPlace): readonly Follower[] {
  return allFollowers(machine).filter(({ link }) => isSamePlace(link.lower, lower));
}

function orderOf(link: Link): number {
  return traitsOf(link.kind).follows?.order(link) ?? 0;
}

/** The devices that lie on any other, in the order in which they follow it. */
export function allFollowers(machine: Machine): readonly Follower[] {
  return [...machine.namespaces]
    .flatMap(([namespace, { links }]) =>
      links
        // A tunnel names the device below and does not go with it.
        .filter(({ lower, kind }) => lower !== undefined && traitsOf(kind).follows !== undefined)
        .map((link) => ({ place: { namespace, index: link.index }, link }))
        .toArray(),
    )
    .toSorted((a, b) => orderOf(a.link) - orderOf(b.link));
}
