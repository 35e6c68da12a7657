import type { TailPart, TailShape } from './path-rows.js';

/** Of so many packets one may be an exception to what is usual. */
const PACKETS_PER_EXCEPTION = 4;

/** What most packets leave in a column: one number, or what packets came with. */
export interface UsualColumn {
  readonly part: TailPart;
  /** Undefined: what they came with. */
  readonly value: number | undefined;
}

/**
 * What most packets leave alike: to fill a column at once, or to copy it, costs a tenth of writing it packet by packet. What the few
 * others leave is written over that.
 */
export interface UsualColumns {
  readonly usual: readonly UsualColumn[];
  /** Columns in which packets differ too much. */
  readonly others: readonly TailPart[];
  /** Reports of the tail that begins at a place whether it's an exception. */
  isUnusual(tails: Int32Array, at: number): boolean;
}

interface Candidate extends UsualColumn {
  readonly words: Int32Array;
  readonly packets: number;
}

/** Finds what is usual. @param packets - how many packets take each path */
export function findUsual(
  { fixed, changed, stride }: TailShape,
  tails: Int32Array,
  packets: ReadonlyMap<number, number>,
): UsualColumns {
  const parts: readonly TailPart[] = [...fixed, ...changed];
  const candidates = parts
    .flatMap((part) => candidate(part, stride, tails, packets) ?? [])
    .toSorted((a, b) => b.packets - a.packets);
  const exceptions = new Set<number>();
  let left = Math.floor(
    [...packets.values()].reduce((sum, count) => sum + count, 0) / PACKETS_PER_EXCEPTION,
  );
  const usual = candidates.filter(({ part, words }) => {
    const own = [...packets.keys()].filter(
      (path) => !exceptions.has(path) && differs(part, words, tails, path * stride),
    );
    const count = own.reduce((sum, path) => sum + (packets.get(path) ?? 0), 0);
    if (count > left) return false;
    left -= count;
    for (const path of own) exceptions.add(path);
    return true;
  });
  return {
    usual,
    others: parts.filter((part) => usual.every((one) => one.part !== part)),
    isUnusual: (all, at) => usual.some(({ part, words }) => differs(part, words, all, at)),
  };
}

/** What most packets leave in a part, when that can be written at once. */
function candidate(
  part: TailPart,
  stride: number,
  tails: Int32Array,
  paths: ReadonlyMap<number, number>,
): Candidate | undefined {
  const tally = new Map<string, { readonly words: Int32Array; packets: number }>();
  for (const [path, count] of paths) {
    const at = path * stride + part.place;
    const words = tails.subarray(at, at + part.words);
    const text = words.join(' ');
    const entry = tally.get(text) ?? { words: words.slice(), packets: 0 };
    entry.packets += count;
    tally.set(text, entry);
  }
  const [most] = [...tally.values()].toSorted((a, b) => b.packets - a.packets);
  if (most === undefined) return undefined;
  const { words } = most;
  if (isOwn(words)) return { part, value: undefined, ...most };
  if (words.length === 1) return { part, value: words[0] ?? 0, ...most };
  const isOneWord = words.length === 2 || part.column === 'ttl';
  const isNumber = isOneWord && words[0] === 0 && isOwn(words.subarray(2));
  return isNumber ? { part, value: words[1] ?? 0, ...most } : undefined;
}

/** Reports whether pairs change nothing. */
function isOwn(words: Int32Array): boolean {
  return words.length !== 1 && words.every((word, at) => word === (at % 2 === 0 ? -1 : 0));
}

function differs(
  { place, words: count }: TailPart,
  words: Int32Array,
  tails: Int32Array,
  at: number,
): boolean {
  for (let word = 0; word < count; word++) {
    if (tails[at + place + word] !== words[word]) return true;
  }
  return false;
}
