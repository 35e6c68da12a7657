import type { EntryExtras } from './entry.js';
import { extrasProblem, makeExtras } from './entry-extras.js';
import type { EntryEdit, EntryProblem, EntryRequest } from './entry-request.js';
import { frozen } from '../frozen.js';
import type { AddressBitmap, MacBitmap, MacEntry, PortBitmap } from './ip-set.js';

type Bitmap = PortBitmap | AddressBitmap | MacBitmap;

/** Adds all that a request stands for, up to the first that is there; with `force` those get the new extras. */
export function addToBitmap(set: Bitmap, request: EntryRequest, force: boolean): EntryEdit<Bitmap> {
  const range = readRange(set, request);
  if (typeof range === 'string') return { set, problem: range };
  let changed = set;
  for (const at of places(set, range)) {
    const edit = addPlace(changed, at, request, force);
    if (edit.problem !== undefined) return edit;
    changed = edit.set;
  }
  return { set: changed, problem: undefined };
}

function addPlace(
  set: Bitmap,
  at: number,
  request: EntryRequest,
  force: boolean,
): EntryEdit<Bitmap> {
  const there = set.entries.get(at);
  const extras = makeExtras(set, request, there?.counters ?? set.counted.get(at));
  if (set.kind !== 'bitmap:ip,mac') {
    if (there !== undefined && !force) return { set, problem: 'exists' };
    return { set: { ...set, entries: set.entries.set(at, frozen(extras)) }, problem: undefined };
  }
  const entry = addMac(set.entries.get(at), request, extras, force);
  if (entry === 'exists') return { set, problem: entry };
  return { set: { ...set, entries: set.entries.set(at, frozen(entry)) }, problem: undefined };
}

/** An address without a link-layer address is given one later, and keeps its timeout unless a new one is given. Source: `bitmap_ipmac_do_add`. */
function addMac(
  there: MacEntry | undefined,
  { mac, timeout }: EntryRequest,
  extras: EntryExtras,
  force: boolean,
): MacEntry | 'exists' {
  if (there === undefined) return { ...extras, mac };
  if (there.mac === undefined && mac !== undefined) {
    const kept = timeout === undefined ? there.timeout : extras.timeout;
    return { ...extras, timeout: kept, mac };
  }
  return force ? { ...extras, mac: mac ?? there.mac } : 'exists';
}

/** Deletes all that a request stands for, up to the first that isn't there; with `force` those are passed over. */
export function deleteFromBitmap(
  set: Bitmap,
  request: EntryRequest,
  force: boolean,
): EntryEdit<Bitmap> {
  const range = readRange(set, request);
  if (typeof range === 'string') return { set, problem: range };
  let changed = set;
  for (const at of places(set, range)) {
    const there = changed.entries.get(at);
    if (there === undefined && !force) return { set: changed, problem: 'missing' };
    if (there !== undefined) changed = withoutPlace(changed, at, there);
  }
  return { set: changed, problem: undefined };
}

function withoutPlace(set: Bitmap, at: number, { counters }: EntryExtras): Bitmap {
  const counted = counters === undefined ? set.counted : set.counted.set(at, counters);
  return set.kind === 'bitmap:ip,mac'
    ? { ...set, entries: set.entries.delete(at), counted }
    : { ...set, entries: set.entries.delete(at), counted };
}

/** A bitmap without its entries. */
export function emptiedBitmap(set: Bitmap): Bitmap {
  return [...set.entries].reduce<Bitmap>((left, [at, there]) => withoutPlace(left, at, there), set);
}

/** Reports whether what a request asks for first is in the set. */
export function isInBitmap(set: Bitmap, request: EntryRequest): boolean {
  const low = set.kind === 'bitmap:port' ? request.port?.from : request.spans[0]?.from.words[0];
  if (low === undefined) return false;
  if (set.kind !== 'bitmap:ip,mac') return set.entries.has(cut(set, low));
  const there = set.entries.get(low);
  if (there === undefined) return false;
  // What isn't known yet is taken for the one that is asked for.
  return [there.mac, request.mac].includes(undefined) || there.mac === request.mac;
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
