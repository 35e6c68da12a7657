import { extrasProblem, makeExtras } from './entry-extras.js';
import type { EntryEdit, EntryProblem, RequestedExtras } from './entry-request.js';
import type { IpSet, ListMember, ListSet } from './ip-set.js';

/** What a command asks of a list: a set, maybe beside another. */
export interface MemberRequest extends RequestedExtras {
  readonly set: string;
  readonly place: { readonly where: 'before' | 'after'; readonly other: string } | undefined;
}

/** Finds a set by its name. */
export type FindSet = (name: string) => IpSet | undefined;

/** Adds a set to a list; with `force` one that is there stays where it is and gets the new extras. Source: `list_set_uadd`. */
export function addToList(
  list: ListSet,
  request: MemberRequest,
  force: boolean,
  findSet: FindSet,
): EntryEdit<ListSet> {
  const { set, place } = request;
  const problem = memberProblem(request, findSet) ?? extrasProblem(list, request);
  if (problem !== undefined) return { set: list, problem };
  const { members } = list;
  const at = indexOf(list, set);
  const beside = place === undefined ? undefined : indexOf(list, place.other);
  // A set that is to stand beside itself is not found.
  if (beside !== undefined && (beside < 0 || beside === at)) {
    return { set: list, problem: 'no-reference' };
  }
  const before = members[at]?.counters;
  const member: ListMember = { set, ...makeExtras(list, request, before) };
  if (at >= 0) {
    if (!force) return { set: list, problem: 'exists' };
    return { set: { ...list, members: members.with(at, member) }, problem: undefined };
  }
  const to = beside === undefined ? members.length : beside + (place?.where === 'after' ? 1 : 0);
  return { set: { ...list, members: members.toSpliced(to, 0, member) }, problem: undefined };
}

/** Takes a set from a list; with `force` nothing happens when it isn't there. Source: `list_set_udel`. */
export function deleteFromList(
  list: ListSet,
  request: MemberRequest,
  force: boolean,
  findSet: FindSet,
): EntryEdit<ListSet> {
  const problem = memberProblem(request, findSet);
  if (problem !== undefined) return { set: list, problem };
  const at = indexOf(list, request.set);
  if (at < 0 && request.place === undefined) {
    return { set: list, problem: force ? undefined : 'missing' };
  }
  if (!standsThere(list, at, request)) return { set: list, problem: 'no-reference' };
  return { set: { ...list, members: list.members.toSpliced(at, 1) }, problem: undefined };
}

/** Reports whether a set is in a list, and where it's asked for. */
export function isInList(list: ListSet, request: MemberRequest): boolean {
  return standsThere(list, indexOf(list, request.set), request);
}

function standsThere({ members }: ListSet, at: number, { place }: MemberRequest): boolean {
  if (at < 0) return false;
  if (place === undefined) return true;
  return members[place.where === 'before' ? at + 1 : at - 1]?.set === place.other;
}

function indexOf({ members }: ListSet, name: string): number {
  return members.findIndex(({ set }) => set === name);
}

function memberProblem({ set, place }: MemberRequest, findSet: FindSet): EntryProblem | undefined {
  const found = findSet(set);
  if (found === undefined) return 'unknown-set';
  if (found.kind === 'list:set') return 'list-in-list';
  if (place !== undefined && findSet(place.other) === undefined) return 'unknown-reference';
  return undefined;
}
