import { assertNever } from '../assert-never.js';
import { holds, type Automaton, type State } from './automaton.js';
import { isInSet } from './pattern.js';

/** A part of a text: the place of its first character, and that behind its last. */
export type Span = readonly [start: number, end: number];

/** Work that is not begun: states times characters. */
const WORK_MAX = 1 << 28;

const MATCH = 0;

/**
 * Finds the first part of a text that is as a pattern has it, the longest of those that begin there, and what its groups matched: regexec(3) of
 * glibc, to the end of the whole match; of the ways there, at each place the first one that leads to it.
 *
 * @returns the whole, then each group, undefined for one that had no part in it; undefined when there is none; `too-large` when it takes too
 * much memory
 */
export function find(
  automaton: Automaton,
  text: string,
): readonly (Span | undefined)[] | 'too-large' | undefined {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  if ((codes.length + 1) * automaton.states.length > WORK_MAX) return 'too-large';
  const whole = findWhole(automaton, codes);
  if (whole === undefined) return undefined;
  return [whole, ...groupsOf(automaton, codes, whole)];
}

function findWhole({ states, start }: Automaton, codes: readonly number[]): Span | undefined {
  let whole: Span | undefined;
  /** The place at which the match would begin, of each state that is reached. */
  let reached = new Map<number, number>();
  for (let place = 0; place <= codes.length; place++) {
    if (whole === undefined && !reached.has(start)) reached.set(start, place);
    if (reached.size === 0) break;
    const open = [...reached].toSorted(([, one], [, other]) => other - one);
    const seen = new Set<number>();
    const next = new Map<number, number>();
    for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
      const [id, began] = entry;
      const state = states[id];
      if (seen.has(id) || state === undefined) continue;
      if (whole !== undefined && began > whole[0]) continue;
      seen.add(id);
      if (id === MATCH) whole = [began, place];
      else if (state.kind === 'character') {
        const isNext = isInSet(state.set, codes[place] ?? -1) && place < codes.length;
        if (isNext && began < (next.get(state.next) ?? Infinity)) next.set(state.next, began);
      } else for (const way of waysOf(state, codes, place)) open.push([way, began]);
    }
    reached = next;
  }
  return whole;
}

/** Where a state leads without a character. */
function waysOf(state: State, codes: readonly number[], place: number): readonly number[] {
  switch (state.kind) {
    case 'match':
    case 'character':
      return [];
    case 'open':
    case 'close':
      return [state.next];
    case 'assertion':
      return holds(state.assertion, codes, place) ? [state.next] : [];
    case 'split':
      return state.ways;
    default:
      return assertNever(state);
  }
}

/** Which states lead from a place to the end of the match, for each place in it. */
function leading({ states }: Automaton, codes: readonly number[], [from, to]: Span): Uint8Array[] {
  const before = new Map<number, number[]>();
  for (const [id, state] of states.entries()) {
    const ways = state.kind === 'split' ? state.ways : state.kind === 'match' ? [] : [state.next];
    for (const way of state.kind === 'character' ? [] : ways) {
      const list = before.get(way);
      if (list === undefined) before.set(way, [id]);
      else list.push(id);
    }
  }
  const leads: Uint8Array[] = [];
  for (let place = to; place >= from; place--) {
    const here = new Uint8Array(states.length);
    const after = leads[place + 1 - from];
    const open: number[] = place === to ? [MATCH] : [];
    if (after !== undefined) {
      for (const [id, state] of states.entries()) {
        if (state.kind !== 'character' || after[state.next] !== 1) continue;
        if (isInSet(state.set, codes[place] ?? -1)) open.push(id);
      }
    }
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (here[id] === 1) continue;
      here[id] = 1;
      for (const earlier of before.get(id) ?? []) {
        const state = states[earlier];
        if (state?.kind !== 'assertion' || holds(state.assertion, codes, place)) open.push(earlier);
      }
    }
    leads[place - from] = here;
  }
  return leads;
}

function groupsOf(
  automaton: Automaton,
  codes: readonly number[],
  whole: Span,
): (Span | undefined)[] {
  const { states } = automaton;
  const leads = leading(automaton, codes, whole);
  const groups: (Span | undefined)[] = Array.from({ length: automaton.groups });
  const starts: number[] = [];
  /** The groups as they were when one last matched something. */
  let kept: (Span | undefined)[] = [];
  let [place] = whole;
  let visited = new Set<number>();
  let steps = 0;
  for (let id = automaton.start; id !== MATCH;) {
    const state = states[id];
    if (state === undefined) break;
    if (state.kind === 'open') starts[state.group] = place;
    if (state.kind === 'close') {
      const start = starts[state.group] ?? place;
      const isEmpty = start === place;
      // Once more, but with nothing in it: what it matched before stays.
      if (isEmpty && state.isOptional && kept[state.group - 1] !== undefined) {
        for (const at of groups.keys()) groups[at] = kept[at];
      } else groups[state.group - 1] = [start, place];
      if (!isEmpty) kept = [...groups];
    }
    if (state.kind === 'character') {
      place++;
      visited = new Set();
      steps = 0;
      id = state.next;
      continue;
    }
    visited.add(id);
    const ways = waysOf(state, codes, place).filter((way) => leads[place - whole[0]]?.[way] === 1);
    const [first = MATCH, second = first] = ways;
    id = visited.has(first) ? second : first;
    // glibc would go round for ever.
    if (++steps > 2 * states.length) break;
  }
  return groups;
}
