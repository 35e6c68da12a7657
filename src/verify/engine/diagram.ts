import { Bound } from '../../bound.js';
import { divideByValue } from './divide-by-value.js';
import { findValues } from './find-values.js';
import { FALSE, Logic, TRUE } from './logic.js';
import { NodeMemo } from './node-memo.js';
import { NodeTable, TERMINAL_LEVEL } from './node-table.js';
import { WalkMemo } from './walk-memo.js';

export { FALSE, TRUE } from './logic.js';
export { DiagramFull } from './numbers.js';

/** After so many steps it is faster to go through all nodes as they lie. */
const MANY_STEPS = 4096;

/** A function of variables, by its number in a {@link Diagram}: equal functions have equal numbers. */
export type Node = number;

/**
 * Multi-terminal binary decision diagrams: functions from variables (numbered by level, tested in ascending order) to integers; those
 * to 0 and 1 are conditions. Source: Fujita, McGeer, Yang: Multi-Terminal Binary Decision Diagrams (1997).
 */
export class Diagram {
  readonly #nodes: NodeTable;
  readonly #logic: Logic;
  /** Memos that no walk is using. */
  readonly #memos: WalkMemo[] = [];
  readonly #pairMemos: NodeMemo[] = [];
  readonly #values = new Map<Node, readonly number[]>();

  /**
   * @param most - how many nodes there may be: making more throws {@link DiagramFull}
   * @param bound - what the operations may take
   */
  constructor(
    most = Infinity,
    readonly bound = new Bound(),
  ) {
    this.#nodes = new NodeTable(most);
    this.#logic = new Logic(this.#nodes, bound);
  }

  /** How many nodes were ever made. */
  get size(): number {
    return this.#nodes.size;
  }

  /** The function that has one value everywhere: an integer of 0 to 2^31 - 1. */
  terminal(value: number): Node {
    return this.#nodes.terminal(value);
  }

  /** The value of a terminal; undefined for a function that isn't constant. */
  valueOf(node: Node): number | undefined {
    return this.isTerminal(node) ? this.#nodes.low(node) : undefined;
  }

  isTerminal(node: Node): boolean {
    return this.#nodes.level(node) === TERMINAL_LEVEL;
  }

  /** The first variable on which a function depends; a level after all for a constant. */
  level(node: Node): number {
    return this.#nodes.level(node);
  }

  /** The function where its first variable is 0. */
  low(node: Node): Node {
    return this.#nodes.low(node);
  }

  /** The function where its first variable is 1. */
  high(node: Node): Node {
    return this.#nodes.high(node);
  }

  /** The condition that a variable is 1. */
  variable(level: number): Node {
    return this.#nodes.make(level, FALSE, TRUE);
  }

  /** `low` where the variable is 0, else `high`; both depend on later variables only. */
  make(level: number, low: Node, high: Node): Node {
    return this.#nodes.make(level, low, high);
  }

  /** `then` where the condition holds, else `otherwise`. */
  ite(condition: Node, then: Node, otherwise: Node): Node {
    this.#logic.fit();
    return this.#logic.ite(condition, then, otherwise);
  }

  and(a: Node, b: Node): Node {
    this.#logic.fit();
    return this.#logic.and(a, b);
  }

  /** Reports whether two conditions hold somewhere together. */
  meet(a: Node, b: Node): boolean {
    this.#logic.fit();
    return this.#logic.meet(a, b) === 1;
  }

  /** Holds where a condition does; of other functions, of which nowhere both are not 0, the one that isn't. */
  or(a: Node, b: Node): Node {
    this.#logic.fit();
    return this.#logic.or(a, b);
  }

  not(a: Node): Node {
    return this.#logic.not(a);
  }

  /** Holds where exactly one of the two does. */
  xor(a: Node, b: Node): Node {
    return this.ite(a, this.not(b), b);
  }

  /** Holds where the two conditions are the same. */
  iff(a: Node, b: Node): Node {
    if (a === b) return TRUE;
    return this.ite(a, b, this.not(b));
  }

  /** `a` but not `b`. */
  minus(a: Node, b: Node): Node {
    this.#logic.fit();
    return this.#logic.minus(a, b);
  }

  /** Holds where every condition does; true of none. Pairwise, so that no part is walked more often than need be. */
  all(conditions: readonly Node[]): Node {
    return this.#fold(conditions, TRUE, (a, b) => this.and(a, b));
  }

  /** Holds where some condition does; false of none. */
  any(conditions: readonly Node[]): Node {
    return this.#fold(conditions, FALSE, (a, b) => this.or(a, b));
  }

  /** A function that is the same where the condition holds, and whatever makes it small elsewhere. */
  restrict(node: Node, care: Node): Node {
    this.#logic.fit();
    return this.#logic.restrict(node, care);
  }

  /** The function with its values changed. */
  mapValues(node: Node, change: (value: number) => number): Node {
    if (this.isTerminal(node)) return this.terminal(change(this.#nodes.low(node)));
    return this.walk((memo) => {
      const walk = (at: Node): Node => {
        const known = memo.get(at);
        if (known >= 0) return known;
        const level = this.#nodes.level(at);
        const result =
          level === TERMINAL_LEVEL
            ? this.terminal(change(this.#nodes.low(at)))
            : this.make(level, walk(this.#nodes.low(at)), walk(this.#nodes.high(at)));
        memo.put(result, at);
        return result;
      };
      return walk(node);
    });
  }

  /** Holds where the function has one of the values. Below a node whose values are known and all alike in that nothing is looked at. */
  whereValue(node: Node, isWanted: (value: number) => boolean): Node {
    return this.walk((memo) => {
      const walk = (at: Node): Node => {
        const known = memo.get(at);
        if (known >= 0) return known;
        const result = alike(at) ?? whole(at);
        memo.put(result, at);
        return result;
      };
      const whole = (at: Node): Node => {
        const level = this.#nodes.level(at);
        if (level === TERMINAL_LEVEL) return isWanted(this.#nodes.low(at)) ? TRUE : FALSE;
        return this.make(level, walk(this.#nodes.low(at)), walk(this.#nodes.high(at)));
      };
      const alike = (at: Node): Node | undefined => {
        const values = this.#values.get(at);
        if (values === undefined) return undefined;
        const wanted = values.filter((value) => isWanted(value)).length;
        if (wanted === 0) return FALSE;
        return wanted === values.length ? TRUE : undefined;
      };
      return walk(node);
    });
  }

  /**
   * Where a condition holds, by the value that a function has there, values ascending: what {@link whereValue} and {@link and} give for
   * each value, in one walk.
   */
  divide(condition: Node, node: Node): readonly (readonly [value: number, where: Node])[] {
    return divideByValue(this, condition, node);
  }

  /**
   * The function of which each value is the combination of the values of two.
   *
   * @param alike - the value where both have the same: they aren't looked at any further where they are one function
   */
  combine(a: Node, b: Node, combine: (a: number, b: number) => number, alike?: number): Node {
    const combination = (x: number, y: number): number =>
      x === y && alike !== undefined ? alike : combine(x, y);
    const [left, right] = [this.valueOf(a), this.valueOf(b)];
    if (left !== undefined) return this.mapValues(b, (value) => combination(left, value));
    if (right !== undefined) return this.mapValues(a, (value) => combination(value, right));
    if (a === b) return this.mapValues(a, (value) => combination(value, value));
    return this.#pairWalk((memo) => {
      const walk = (one: Node, other: Node): Node => {
        if (one === other && alike !== undefined) return this.terminal(alike);
        const known = memo.get(one, other);
        if (known >= 0) return known;
        const level = Math.min(this.level(one), this.level(other));
        const result =
          level === TERMINAL_LEVEL
            ? this.terminal(combination(this.#nodes.low(one), this.#nodes.low(other)))
            : this.make(
                level,
                walk(this.#low(one, level), this.#low(other, level)),
                walk(this.#high(one, level), this.#high(other, level)),
              );
        memo.put(result, one, other);
        return result;
      };
      return walk(a, b);
    });
  }

  /** The function with functions in the place of its variables. A variable for which there is none stays. */
  compose(node: Node, replacement: (level: number) => Node | undefined): Node {
    return this.walk((memo) => {
      const walk = (at: Node): Node => {
        if (this.isTerminal(at)) return at;
        const known = memo.get(at);
        if (known >= 0) return known;
        const level = this.level(at);
        const low = walk(this.low(at));
        const high = walk(this.high(at));
        const result = this.ite(replacement(level) ?? this.variable(level), high, low);
        memo.put(result, at);
        return result;
      };
      return walk(node);
    });
  }

  /** The function with some variables fixed, each to 0 or 1; their levels ascend. */
  fix(node: Node, levels: readonly number[], valueAt: (level: number) => number): Node {
    const last = levels.at(-1) ?? -1;
    const fixed = markLevels(levels);
    return this.walk((memo) => {
      const walk = (at: Node): Node => {
        const level = this.level(at);
        if (level > last) return at;
        if (fixed[level] === 1) return walk(valueAt(level) === 1 ? this.high(at) : this.low(at));
        const known = memo.get(at);
        if (known >= 0) return known;
        const result = this.make(level, walk(this.low(at)), walk(this.high(at)));
        memo.put(result, at);
        return result;
      };
      return walk(node);
    });
  }

  /** Holds where the condition holds for some values of some variables; their levels ascend. */
  exists(node: Node, levels: readonly number[]): Node {
    const last = levels.at(-1) ?? -1;
    const free = markLevels(levels);
    return this.walk((memo) => {
      const walk = (at: Node): Node => {
        const level = this.level(at);
        if (level > last) return at;
        const known = memo.get(at);
        if (known >= 0) return known;
        const low = walk(this.low(at));
        const high = low === TRUE && free[level] === 1 ? TRUE : walk(this.high(at));
        const result = free[level] === 1 ? this.or(low, high) : this.make(level, low, high);
        memo.put(result, at);
        return result;
      };
      return walk(node);
    });
  }

  /** The value for one assignment of the variables. */
  evaluate(node: Node, valueAt: (level: number) => number): number {
    let at = node;
    while (!this.isTerminal(at)) at = valueAt(this.level(at)) === 1 ? this.high(at) : this.low(at);
    return this.#nodes.low(at);
  }

  /** Every value that the function has somewhere, in no order that matters. */
  valuesOf(node: Node): readonly number[] {
    let values = this.#values.get(node);
    if (values === undefined) {
      let found = new Set<number>();
      let steps = 0;
      this.walk((memo) => {
        const walk = (at: Node): void => {
          if (memo.get(at) >= 0 || steps > MANY_STEPS) return;
          memo.put(1, at);
          steps++;
          const below = this.#values.get(at);
          if (below !== undefined) for (const value of below) found.add(value);
          else if (this.isTerminal(at)) found.add(this.#nodes.low(at));
          else {
            walk(this.low(at));
            walk(this.high(at));
          }
        };
        walk(node);
      });
      if (steps > MANY_STEPS) found = this.#nodes.valuesBelow(node);
      values = [...found];
      this.#values.set(node, values);
    }
    return values;
  }

  /** Every value that the function has where two conditions hold. What holds where both do is not made. */
  valuesWhere(node: Node, a: Node, b: Node = TRUE): readonly number[] {
    const below = this.valuesOf(node);
    return this.#pairWalk((pairs) =>
      this.#pairWalk((met) =>
        this.walk((done) => findValues(this.#nodes, { pairs, met, done }, below, [node, a, b])),
      ),
    );
  }

  /** The variables on which a function depends, in no order that matters. */
  variablesOf(node: Node): ReadonlySet<number> {
    const levels = new Set<number>();
    this.walk((memo) => {
      const walk = (at: Node): void => {
        const level = this.#nodes.level(at);
        if (level === TERMINAL_LEVEL || memo.get(at) >= 0) return;
        memo.put(1, at);
        levels.add(level);
        walk(this.#nodes.low(at));
        walk(this.#nodes.high(at));
      };
      walk(node);
    });
    return levels;
  }

  /** Lends a memo to a walk over nodes that there are already; walks can be inside of each other. */
  walk<T>(work: (memo: WalkMemo) => T): T {
    const memo = this.#memos.pop() ?? new WalkMemo(this.bound);
    memo.begin(this.size);
    const result = work(memo);
    this.#memos.push(memo);
    return result;
  }

  #pairWalk<T>(work: (memo: NodeMemo) => T): T {
    const memo = this.#pairMemos.pop() ?? new NodeMemo(this.bound);
    memo.begin();
    const result = work(memo);
    this.#pairMemos.push(memo);
    return result;
  }

  #low(node: Node, level: number): Node {
    return this.#nodes.level(node) === level ? this.#nodes.low(node) : node;
  }

  #high(node: Node, level: number): Node {
    return this.#nodes.level(node) === level ? this.#nodes.high(node) : node;
  }

  #fold(conditions: readonly Node[], none: Node, join: (a: Node, b: Node) => Node): Node {
    let round = conditions;
    while (round.length > 1) {
      const next: Node[] = [];
      for (let index = 0; index < round.length; index += 2) {
        const a = round[index] ?? none;
        const b = round[index + 1];
        next.push(b === undefined ? a : join(a, b));
      }
      round = next;
    }
    return round[0] ?? none;
  }
}

/** 1 at each of some levels. */
function markLevels(levels: readonly number[]): Uint8Array {
  const marks = new Uint8Array((levels.at(-1) ?? -1) + 1);
  for (const level of levels) marks[level] = 1;
  return marks;
}
