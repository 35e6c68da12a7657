import { frozen } from '../frozen.js';
import type { EntryExtras } from './entry.js';
import type { EntryEdit, EntryProblem, EntryRequest } from './entry-request.js';
import { extrasProblem } from './edit-hash.js';
import type { AddressBitmap, PortBitmap } from './ip-set.js';

type Bitmap = PortBitmap | AddressBitmap;

/** Adds all that a request stands for, up to the first that is there; with `force` those get the new extras. */
export function addToBitmap<S extends Bitmap>(
  set: S,
  request: EntryRequest,
  force: boolean,
): EntryEdit<S> {
  const range = readRange(set, request);
  if (typeof range === 'string') return { set, problem: range };
  const extras: EntryExtras = {
    timeout: request.timeout ?? set.timeout,
    comment: request.comment,
  };
  let { entries } = set;
  for (const at of places(set, range)) {
    if (entries.has(at) && !force) return { set: { ...set, entries }, problem: 'exists' };
    entries = entries.set(at, frozen(extras));
  }
  return { set: { ...set, entries }, problem: undefined };
}

/** Deletes all that a request stands for, up to the first that isn't there; with `force` those are passed over. */
export function deleteFromBitmap<S extends Bitmap>(
  set: S,
  request: EntryRequest,
  force: boolean,
): EntryEdit<S> {
  const range = readRange(set, request);
  if (typeof range === 'string') return { set, problem: range };
  let { entries } = set;
  for (const at of places(set, range)) {
    if (!entries.has(at) && !force) return { set: { ...set, entries }, problem: 'missing' };
    entries = entries.delete(at);
  }
  return { set: { ...set, entries }, problem: undefined };
}

/** Reports whether what a request asks for first is in the set. */
export function isInBitmap(set: Bitmap, request: EntryRequest): boolean {
  const low = set.kind === 'bitmap:port' ? request.port?.from : request.spans[0]?.from.words[0];
  return low !== undefined && set.entries.has(cut(set, low));
}

/** The first and the last place that a request stands for, or what is wrong with it. */
function readRange(set: Bitmap, request: EntryRequest): readonly [number, number] | EntryProblem {
  const wrong = extrasProblem(set, request);
  if (wrong !== undefined) return wrong;
  const [first] = request.spans[0]?.from.words ?? [];
  if (first !== undefined && (first < set.from || first > set.to)) return 'outside';
  const ends = set.kind === 'bitmap:port' ? portEnds(request) : addressEnds(request);
  if (typeof ends === 'string') return ends;
  const [low, high] = ends;
  return low < set.from || high > set.to ? 'outside' : [cut(set, low), cut(set, high)];
}

function portEnds({ port }: EntryRequest): readonly [number, number] {
  const { from = 0, to = from } = port ?? {};
  return [Math.min(from, to), Math.max(from, to)];
}

function addressEnds({ spans }: EntryRequest): readonly [number, number] | EntryProblem {
  const [span] = spans;
  const [from = 0] = span?.from.words ?? [];
  const { to, length } = span ?? {};
  if (to !== undefined) {
    const [end = 0] = to.words;
    return [Math.min(from, end), Math.max(from, end)];
  }
  if (length === 0) return 'cidr';
  const size = 2 ** (32 - (length ?? 32));
  const low = from - (from % size);
  return [low, low + size - 1];
}

/** The places from the first to the last, those of networks by their first address. */
function* places(set: Bitmap, [low, high]: readonly [number, number]): Generator<number> {
  const step = set.kind === 'bitmap:ip' ? 2 ** (32 - set.netmask) : 1;
  for (let at = low; at <= high; at += step) yield at;
}

function cut(set: Bitmap, value: number): number {
  return set.kind === 'bitmap:ip' ? value - (value % 2 ** (32 - set.netmask)) : value;
}
