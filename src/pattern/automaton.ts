import { assertNever } from '../assert-never.js';
import { WORD_RANGES } from './bracket.js';
import { isInSet, type Assertion, type CharacterSet, type Pattern } from './pattern.js';

/** A state of the automaton: what it takes to go on, and where to. At a split, the way that is tried first comes first. */
export type State =
  | { readonly kind: 'character'; readonly set: CharacterSet; readonly next: number }
  | { readonly kind: 'assertion'; readonly assertion: Assertion; readonly next: number }
  | { readonly kind: 'split'; readonly ways: number[] }
  | {
      /** A group begins or ends. */
      readonly kind: 'open' | 'close';
      readonly group: number;
      /** The group is one that need not be there, such as each behind the first of `(a)+`. */
      readonly isOptional: boolean;
      readonly next: number;
    }
  | { readonly kind: 'match' };

/** An automaton of more states is not made: repeated repetitions grow with their product. */
const STATES_MAX = 100_000;

/** A pattern that would take too many states. */
class TooLarge extends Error {}

/**
 * A pattern as a nondeterministic automaton, whose states are all followed at once: a text is read once, whatever the pattern. Source:
 * Thompson: Regular Expression Search Algorithm (1968).
 */
export class Automaton {
  readonly #states: State[] = [{ kind: 'match' }];
  /** The state that it begins in. */
  readonly start: number;

  /** How many groups its pattern has. */
  readonly groups: number;

  private constructor(pattern: Pattern) {
    this.groups = groupsIn(pattern);
    this.start = this.#build(pattern, 0);
  }

  /** The automaton of a pattern; undefined when it would be too large. */
  static of(pattern: Pattern): Automaton | undefined {
    try {
      return new Automaton(pattern);
    } catch (error) {
      if (error instanceof TooLarge) return undefined;
      throw error;
    }
  }

  /** By number; the first is the match. */
  get states(): readonly State[] {
    return this.#states;
  }

  /** Reports whether some part of a text is as the pattern has it. */
  finds(text: string): boolean {
    const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
    let at = new Set<number>();
    for (let place = 0; place <= codes.length; place++) {
      // A match can begin anywhere.
      const reached = this.#follow([...at, this.start], codes, place);
      if (reached === undefined) return true;
      at = new Set();
      for (const id of reached) {
        const state = this.#states[id];
        if (state?.kind === 'character' && isInSet(state.set, codes[place] ?? -1)) {
          at.add(state.next);
        }
      }
    }
    return false;
  }

  /** The states that are reached without a character; undefined when one of them is a match. */
  #follow(
    from: readonly number[],
    codes: readonly number[],
    place: number,
  ): ReadonlySet<number> | undefined {
    const reached = new Set<number>();
    const open = [...from];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (reached.has(id)) continue;
      reached.add(id);
      const state = this.#states[id];
      if (state?.kind === 'match') return undefined;
      if (state?.kind === 'split') open.push(...state.ways);
      if (state?.kind === 'open' || state?.kind === 'close') open.push(state.next);
      if (state?.kind === 'assertion' && holds(state.assertion, codes, place)) {
        open.push(state.next);
      }
    }
    return reached;
  }

  /** Adds the states of a pattern, which lead to `next`; gives the first of them. */
  #build(pattern: Pattern, next: number): number {
    switch (pattern.kind) {
      case 'character':
      case 'assertion':
        return this.#add({ ...pattern, next });
      case 'sequence':
        return pattern.of.reduceRight((after, part) => this.#build(part, after), next);
      case 'choice':
        return this.#choice(pattern.of, next);
      case 'group':
        return this.#group(pattern, next, false);
      case 'repeat':
        return this.#repeat(pattern, next);
      default:
        return assertNever(pattern);
    }
  }

  #choice(branches: readonly Pattern[], next: number): number {
    const [first, ...rest] = branches.map((branch) => this.#build(branch, next));
    return rest.reduce(
      (before, branch) => this.#add({ kind: 'split', ways: [before, branch] }),
      first ?? next,
    );
  }

  #group(
    { number: group, of }: Extract<Pattern, { kind: 'group' }>,
    next: number,
    isOptional: boolean,
  ): number {
    const close = this.#add({ kind: 'close', group, isOptional, next });
    return this.#add({ kind: 'open', group, isOptional, next: this.#build(of, close) });
  }

  #optional(of: Pattern, next: number): number {
    return of.kind === 'group' ? this.#group(of, next, true) : this.#build(of, next);
  }

  #repeat({ of, least, most }: Extract<Pattern, { kind: 'repeat' }>, next: number): number {
    let first = next;
    if (most === Infinity) {
      const ways: number[] = [];
      first = this.#add({ kind: 'split', ways });
      ways.push(this.#optional(of, first), next);
    } else {
      first = this.#upTo(of, most - least, next);
    }
    for (let time = 0; time < least; time++) first = this.#build(of, first);
    return first;
  }

  /** Up to so many times: `((a)?a)?`, as glibc has them, which decides what groups keep. */
  #upTo(of: Pattern, most: number, next: number): number {
    let first = next;
    const bodies: number[] = [];
    for (let time = 0, after = next; time < most; time++) {
      after = this.#optional(of, after);
      bodies.push(after);
    }
    for (const [at, body] of bodies.toReversed().entries()) {
      const skipped = bodies[bodies.length - 2 - at] ?? next;
      const enter = at === 0 ? body : first;
      first = this.#add({ kind: 'split', ways: [enter, skipped] });
    }
    return first;
  }

  #add(state: State): number {
    if (this.#states.length >= STATES_MAX) throw new TooLarge();
    return this.#states.push(state) - 1;
  }
}

function groupsIn(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'character':
    case 'assertion':
      return 0;
    case 'sequence':
    case 'choice':
      return pattern.of.reduce((sum, part) => sum + groupsIn(part), 0);
    case 'group':
      return 1 + groupsIn(pattern.of);
    case 'repeat':
      return groupsIn(pattern.of);
    default:
      return assertNever(pattern);
  }
}

/** Reports whether a place between two characters is as it must be. */
export function holds(assertion: Assertion, codes: readonly number[], place: number): boolean {
  const isBefore = isWord(codes[place - 1]);
  const isAfter = isWord(codes[place]);
  switch (assertion) {
    case 'start':
      return place === 0;
    case 'end':
      return place === codes.length;
    case 'word-start':
      return !isBefore && isAfter;
    case 'word-end':
      return isBefore && !isAfter;
    case 'word-boundary':
      return isBefore !== isAfter;
    case 'within-or-outside-word':
      return isBefore === isAfter;
    default:
      return assertNever(assertion);
  }
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && isInSet({ ranges: WORD_RANGES, inverted: false }, code);
}
