import { GROUP_WORDS, RUN_WORDS, SIGN, SPREAD } from './test-index.js';

/** The code of the first test of a run, from a position on, that may hold; of what follows the run when none may. See test-index.ts. */
export function firstCandidate(
  heap: Int32Array,
  registers: Int32Array,
  run: number,
  position: number,
): number {
  const tests = heap[run] ?? 0;
  let first = heap[(heap[run + 3] ?? 0) + position] ?? 0;
  let group = run + RUN_WORDS;
  const end = group + GROUP_WORDS * (heap[run + 2] ?? 0);
  for (; group < end; group += GROUP_WORDS) {
    const register = registers[heap[group + 1] ?? 0] ?? 0;
    const list =
      heap[group] === 0
        ? findValue(heap, group, register & (heap[group + 2] ?? 0))
        : findInterval(heap, group, register ^ SIGN);
    if (list === 0) continue;
    const found = firstFrom(heap, list, position);
    if (found >= 0 && found < first) first = found;
  }
  return first === tests ? (heap[run + 1] ?? 0) : (heap[(heap[run + 4] ?? 0) + first] ?? 0);
}

/** The list of a value; 0 when it has none. */
function findValue(heap: Int32Array, group: number, value: number): number {
  const table = heap[group + 3] ?? 0;
  const shift = heap[group + 4] ?? 0;
  const last = -1 >>> shift;
  let slot = Math.imul(value, SPREAD) >>> shift;
  for (;;) {
    const list = heap[table + 2 * slot + 1] ?? 0;
    if (list === 0 || heap[table + 2 * slot] === value) return list;
    slot = (slot + 1) & last;
  }
}

/** The list of the interval in which a value lies. */
function findInterval(heap: Int32Array, group: number, value: number): number {
  const bounds = heap[group + 2] ?? 0;
  let low = 0;
  let high = (heap[group + 3] ?? 0) - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((heap[bounds + middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return heap[(heap[group + 4] ?? 0) + low] ?? 0;
}

/** The first position in a list that is not before another; -1 when all are. */
function firstFrom(heap: Int32Array, list: number, position: number): number {
  const count = heap[list] ?? 0;
  let low = 1;
  if ((heap[list + 1] ?? 0) >= position) return heap[list + 1] ?? 0;
  let high = count + 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((heap[list + middle] ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low > count ? -1 : (heap[list + low] ?? 0);
}
