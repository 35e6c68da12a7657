import { isUnspecified } from '../address/address.js';
import { addressBits } from '../address/family.js';
import { makePrefix } from '../address/prefix.js';
import type { Entry, EntryPart } from './entry.js';
import { entryKey } from './entry-key.js';
import type { EntryEdit, EntryProblem, EntryRequest } from './entry-request.js';
import { expandRequest, firstParts, requestProblem } from './expand-request.js';
import { entriesOf, findEntry, insertEntry, removeEntry } from './hash-table.js';
import { hasNetworks } from './hash-type.js';
import type { HashSet, IpSet } from './ip-set.js';

/** Adds all that a request stands for, up to the first that can't be. With `force` what is there gets the new extras. */
export function addToHash(set: HashSet, request: EntryRequest, force: boolean): EntryEdit<HashSet> {
  const wrong = extrasProblem(set, request) ?? requestProblem(set, request);
  if (wrong !== undefined) return { set, problem: wrong };
  let { table } = set;
  const { nomatch, comment } = request;
  const extras = { nomatch, timeout: request.timeout ?? set.timeout, comment };
  for (const parts of expandRequest(set, request)) {
    if (isNull(set, parts)) return { set: { ...set, table }, problem: 'null' };
    const entry: Entry = { ...extras, parts, key: entryKey(set.type, parts) };
    const inserted = insertEntry(table, entry, set.maxelem, force);
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
  if (requestProblem(set, request) !== undefined) return false;
  const parts = firstParts(set, request);
  const found = hasNetworks(set.type) ? findNetwork(set, parts) : find(set, parts);
  if (found === undefined) return false;
  return found.nomatch === request.nomatch;
}

/** What a set has no room for. */
export function extrasProblem(
  set: Pick<IpSet, 'timeout' | 'comments'>,
  { timeout, comment }: Pick<EntryRequest, 'timeout' | 'comment'>,
): EntryProblem | undefined {
  if (timeout !== undefined && set.timeout === undefined) return 'timeout';
  return comment !== undefined && !set.comments ? 'comment' : undefined;
}

function find({ table, type }: HashSet, parts: readonly EntryPart[]): Entry | undefined {
  return findEntry(table, { parts, key: entryKey(type, parts) });
}

/** A single address is looked for in networks of every length there is, the longest first; a network only as it is. */
function findNetwork(set: HashSet, parts: readonly EntryPart[]): Entry | undefined {
  const at = parts.findLastIndex((part) => part.kind === 'address');
  const asked = parts[at];
  if (asked?.kind !== 'address') return undefined;
  const { prefix } = asked;
  if (prefix.length !== addressBits(prefix.address.family)) return find(set, parts);
  const entries = entriesOf(set.table);
  const lengths = new Set(entries.flatMap((entry) => lengthOf(entry.parts[at])));
  for (const length of [...lengths].toSorted((a, b) => b - a)) {
    const network = makePrefix(prefix.address, length);
    const tried = parts.with(at, { kind: 'address', prefix: network });
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

function lengthOf(part: EntryPart | undefined): readonly number[] {
  return part?.kind === 'address' ? [part.prefix.length] : [];
}

function isNull({ type }: HashSet, [part]: readonly EntryPart[]): boolean {
  return type.name === 'hash:ip' && part?.kind === 'address' && isUnspecified(part.prefix.address);
}
