import { NodeMemo } from './node-memo.js';
import { NodeTable, TERMINAL_LEVEL } from './node-table.js';
import { OperationCache } from './operation-cache.js';

/** A function of variables, by its number in a {@link Diagram}: equal functions have equal numbers. */
export type Node = number;

/** The function that is 0 everywhere: false. */
export const FALSE: Node = 0;

/** The function that is 1 everywhere: true. */
export const TRUE: Node = 1;

/** What stands in the cache for the third operand of restrict: no node. */
const RESTRICT = -2;

/**
 * Multi-terminal binary decision diagrams: functions from variables (numbered by level, tested in ascending order) to integers; those
 * to 0 and 1 are conditions. Source: Fujita, McGeer, Yang: Multi-Terminal Binary Decision Diagrams (1997).
 */
export class Diagram {
  readonly #nodes = new NodeTable();
  readonly #cache = new OperationCache();

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
    this.#cache.fit(this.#nodes.size);
    return this.#ite(condition, then, otherwise);
  }

  and(a: Node, b: Node): Node {
    return a < b ? this.ite(a, b, FALSE) : this.ite(b, a, FALSE);
  }

  or(a: Node, b: Node): Node {
    return a < b ? this.ite(a, TRUE, b) : this.ite(b, TRUE, a);
  }

  not(a: Node): Node {
    return this.ite(a, FALSE, TRUE);
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
    return this.ite(b, FALSE, a);
  }

  /** Holds where every condition does; true of none. Pairwise, so that no part is walked more often than need be. */
  all(conditions: readonly Node[]): Node {
    return this.#fold(conditions, TRUE, (a, b) => this.and(a, b));
  }

  /** Holds where some condition does; false of none. */
  any(conditions: readonly Node[]): Node {
    return this.#fold(conditions, FALSE, (a, b) => this.or(a, b));
  }

  /**
   * A function that is the same where the condition holds, and whatever makes it small elsewhere. Source: Coudert, Madre: A Unified
   * Framework for the Formal Verification of Sequential Circuits (1990), the restrict operator.
   */
  restrict(node: Node, care: Node): Node {
    if (care === TRUE || care === FALSE || this.isTerminal(node)) return node;
    const known = this.#cache.get(node, care, RESTRICT);
    if (known >= 0) return known;
    const result = this.#restrict(node, care);
    this.#cache.put(node, care, RESTRICT, result);
    return result;
  }

  #restrict(node: Node, care: Node): Node {
    const [level, careLevel] = [this.level(node), this.level(care)];
    if (careLevel < level) {
      return this.restrict(node, this.or(this.low(care), this.high(care)));
    }
    if (level < careLevel) {
      return this.make(
        level,
        this.restrict(this.low(node), care),
        this.restrict(this.high(node), care),
      );
    }
    if (this.low(care) === FALSE) return this.restrict(this.high(node), this.high(care));
    if (this.high(care) === FALSE) return this.restrict(this.low(node), this.low(care));
    return this.make(
      level,
      this.restrict(this.low(node), this.low(care)),
      this.restrict(this.high(node), this.high(care)),
    );
  }

  /** The function with its values changed. */
  mapValues(node: Node, change: (value: number) => number): Node {
    return this.#rebuild(node, (terminal) => this.terminal(change(this.#nodes.low(terminal))));
  }

  /** Holds where the function has one of the values. */
  whereValue(node: Node, isWanted: (value: number) => boolean): Node {
    return this.mapValues(node, (value) => (isWanted(value) ? 1 : 0));
  }

  /** The function of which each value is the combination of the values of two. */
  combine(a: Node, b: Node, combination: (a: number, b: number) => number): Node {
    const memo = new NodeMemo();
    const walk = (left: Node, right: Node): Node => {
      const level = Math.min(this.level(left), this.level(right));
      if (level === TERMINAL_LEVEL) {
        return this.terminal(combination(this.#nodes.low(left), this.#nodes.low(right)));
      }
      const known = memo.get(left, right);
      if (known >= 0) return known;
      const result = this.make(
        level,
        walk(this.#low(left, level), this.#low(right, level)),
        walk(this.#high(left, level), this.#high(right, level)),
      );
      memo.put(result, left, right);
      return result;
    };
    return walk(a, b);
  }

  /** The function with functions in the place of its variables. A variable for which there is none stays. */
  compose(node: Node, replacement: (level: number) => Node | undefined): Node {
    const memo = new NodeMemo();
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
  }

  /** The function with some variables fixed, each to 0 or 1; their levels ascend. */
  fix(node: Node, levels: readonly number[], valueAt: (level: number) => number): Node {
    const last = levels.at(-1) ?? -1;
    const fixed = markLevels(levels);
    const memo = new NodeMemo();
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
  }

  /** Holds where the condition holds for some values of some variables; their levels ascend. */
  exists(node: Node, levels: readonly number[]): Node {
    const last = levels.at(-1) ?? -1;
    const free = markLevels(levels);
    const memo = new NodeMemo();
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
  }

  /** The value for one assignment of the variables. */
  evaluate(node: Node, valueAt: (level: number) => number): number {
    let at = node;
    while (!this.isTerminal(at)) at = valueAt(this.level(at)) === 1 ? this.high(at) : this.low(at);
    return this.#nodes.low(at);
  }

  /** Every value that the function has somewhere, in no order that matters. */
  valuesOf(node: Node): readonly number[] {
    const values = new Set<number>();
    this.visit(node, (at) => {
      if (this.isTerminal(at)) values.add(this.#nodes.low(at));
    });
    return [...values];
  }

  /** Every value that the function has where a condition holds. */
  valuesWhere(node: Node, condition: Node): readonly number[] {
    const values = new Set<number>();
    const memo = new NodeMemo();
    const walk = (at: Node, where: Node): void => {
      if (where === FALSE) return;
      const level = Math.min(this.level(at), this.level(where));
      if (this.isTerminal(at)) {
        values.add(this.#nodes.low(at));
        return;
      }
      if (memo.get(at, where) >= 0) return;
      memo.put(1, at, where);
      walk(this.#low(at, level), this.#low(where, level));
      walk(this.#high(at, level), this.#high(where, level));
    };
    walk(node, condition);
    return [...values];
  }

  /** Calls back once for each node of a function. */
  visit(node: Node, seen: (at: Node) => void): void {
    const memo = new NodeMemo();
    const walk = (at: Node): void => {
      if (memo.get(at) >= 0) return;
      memo.put(1, at);
      seen(at);
      if (this.isTerminal(at)) return;
      walk(this.low(at));
      walk(this.high(at));
    };
    walk(node);
  }

  #rebuild(node: Node, changed: (terminal: Node) => Node): Node {
    const memo = new NodeMemo();
    const walk = (at: Node): Node => {
      if (this.isTerminal(at)) return changed(at);
      const known = memo.get(at);
      if (known >= 0) return known;
      const result = this.make(this.level(at), walk(this.low(at)), walk(this.high(at)));
      memo.put(result, at);
      return result;
    };
    return walk(node);
  }

  #low(node: Node, level: number): Node {
    return this.#nodes.level(node) === level ? this.#nodes.low(node) : node;
  }

  #high(node: Node, level: number): Node {
    return this.#nodes.level(node) === level ? this.#nodes.high(node) : node;
  }

  #ite(condition: Node, given: Node, alternative: Node): Node {
    if (condition === TRUE) return given;
    if (condition === FALSE) return alternative;
    const then = given === condition ? TRUE : given;
    const otherwise = alternative === condition ? FALSE : alternative;
    if (then === otherwise) return then;
    if (then === TRUE && otherwise === FALSE) return condition;
    const known = this.#cache.get(condition, then, otherwise);
    if (known >= 0) return known;
    const nodes = this.#nodes;
    const level = Math.min(nodes.level(condition), nodes.level(then), nodes.level(otherwise));
    const low = this.#ite(
      this.#low(condition, level),
      this.#low(then, level),
      this.#low(otherwise, level),
    );
    const high = this.#ite(
      this.#high(condition, level),
      this.#high(then, level),
      this.#high(otherwise, level),
    );
    const result = nodes.make(level, low, high);
    this.#cache.put(condition, then, otherwise, result);
    return result;
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
