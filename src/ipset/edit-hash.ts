import { isUnspecified } from '../address/address.js';
import { addressBits } from '../address/family.js';
import { makePrefix } from '../address/prefix.js';
import type { Entry, EntryCounters, EntryPart } from './entry.js';
import { entryKey } from './entry-key.js';
import { extrasProblem, makeExtras } from './entry-extras.js';
import type { EntryEdit, EntryRequest } from './entry-request.js';
import { expandRequest, firstParts, requestProblem } from './expand-request.js';
import { entriesOf, findEntry, insertEntry, removeEntry } from './hash-table.js';
import { hasNetworks } from './hash-type.js';
import type { HashSet } from './ip-set.js';

/** Adds all that a request stands for, up to the first that can't be. With `force` what is there gets the new extras. */
export function addToHash(set: HashSet, request: EntryRequest, force: boolean): EntryEdit<HashSet> {
  const wrong = extrasProblem(set, request) ?? requestProblem(set, request);
  if (wrong !== undefined) return { set, problem: wrong };
  let { table } = set;
  const { nomatch } = request;
  const { maxelem, forceadd } = set;
  for (const parts of expandRequest(set, request)) {
    if (isNull(set, parts)) return { set: { ...set, table }, problem: 'null' };
    const asked = { parts, key: entryKey(set.type, parts) };
    const entry = (before: EntryCounters | undefined): Entry => ({
      ...makeExtras(set, request, before),
      ...asked,
      nomatch,
    });
    const inserted = insertEntry(table, asked, entry, { most: maxelem, renew: force, forceadd });
    if (inserted === 'exists' || inserted === 'full') {
      return { set: { ...set, table }, problem: inserted };
    }
    table = inserted;
  }
  return { set: { ...set, table }, problem: undefined };
}

/** Deletes all that a request stands for, up to the first that isn't there; with `force` those are passed over. */
export function deleteFromHash(
  set: HashSet,
  request: EntryRequest,
  force: boolean,
): EntryEdit<HashSet> {
  const wrong = extrasProblem(set, request) ?? requestProblem(set, request);
  if (wrong !== undefined) return { set, problem: wrong };
  let { table } = set;
  for (const parts of expandRequest(set, request)) {
    if (isNull(set, parts)) return { set: { ...set, table }, problem: 'null' };
    const removed = removeEntry(table, { parts, key: entryKey(set.type, parts) });
    if (removed === undefined && !force) return { set: { ...set, table }, problem: 'missing' };
    table = removed ?? table;
  }
  return { set: { ...set, table }, problem: undefined };
}

/** Reports whether what a request asks for first is in the set: with `nomatch` whether it's an exception. */
export function isInHash(set: HashSet, request: EntryRequest): boolean {
  // Whatever the kernel has against it, the tool takes for a no.
  if (requestProblem(set, request, 'test') !== undefined) return false;
  const parts = firstParts(set, request);
  const found = hasNetworks(set.type) ? findNetwork(set, parts) : find(set, parts);
  if (found === undefined) return false;
  return found.nomatch === request.nomatch;
}

function find({ table, type }: HashSet, parts: readonly EntryPart[]): Entry | undefined {
  return findEntry(table, { parts, key: entryKey(type, parts) });
}

/** Single addresses are looked for in networks of every length there is, the longest first; a network only as it is. */
function findNetwork(set: HashSet, parts: readonly EntryPart[]): Entry | undefined {
  const places = set.type.dimensions.flatMap((dimension, at) => (dimension === 'net' ? [at] : []));
  const isHost = (at: number): boolean => {
    const part = parts[at];
    return part?.kind === 'address' && part.prefix.length === addressBits(set.family);
  };
  if (!places.every(isHost)) return find(set, parts);
  const entries = entriesOf(set.table);
  for (const tried of networksOf(parts, places, entries)) {
    const found = find(set, tried);
    if (found !== undefined) return found;
    // Entries of the same network for other devices end the search.
    const key = entryKey(set.type, tried);
    if (
      set.type.name === 'hash:net,iface' &&
      entries.some((entry) => entry.key.every((word, index) => word === key[index]))
    ) {
      return undefined;
    }
  }
  return undefined;
}

/** The parts with every network that entries could have in the place of addresses. */
function* networksOf(
  parts: readonly EntryPart[],
  [at, ...rest]: readonly number[],
  entries: readonly Entry[],
): Generator<readonly EntryPart[]> {
  const asked = at === undefined ? undefined : parts[at];
  if (at === undefined || asked?.kind !== 'address') {
    yield parts;
    return;
  }
  const lengths = new Set(entries.flatMap((entry) => lengthOf(entry.parts[at])));
  for (const length of [...lengths].toSorted((a, b) => b - a)) {
    const network = makePrefix(asked.prefix.address, length);
    yield* networksOf(parts.with(at, { kind: 'address', prefix: network }), rest, entries);
  }
}

function lengthOf(part: EntryPart | undefined): readonly number[] {
  return part?.kind === 'address' ? [part.prefix.length] : [];
}

function isNull({ type }: HashSet, [part]: readonly EntryPart[]): boolean {
  return type.name === 'hash:ip' && part?.kind === 'address' && isUnspecified(part.prefix.address);
}
