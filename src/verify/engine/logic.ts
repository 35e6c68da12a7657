import type { Bound } from '../../bound.js';
import { TERMINAL_LEVEL, type NodeTable } from './node-table.js';
import { OperationCache } from './operation-cache.js';

/** The function that is 0 everywhere: false. */
export const FALSE = 0;

/** The function that is 1 everywhere: true. */
export const TRUE = 1;

/** What stands in the cache for the third operand of an operation that has none. */
const OPERATION = { and: -2, or: -3, minus: -4, restrict: -5, not: -6, meet: -7 } as const;

/**
 * Logic on the nodes of a table. Each operation that is often needed walks for itself, on two functions where `ite` has three: equal
 * questions meet more often in the cache, and each is answered faster. What an operation leaves as it was isn't looked for in the table.
 */
export class Logic {
  readonly #nodes: NodeTable;
  readonly #cache: OperationCache;

  constructor(nodes: NodeTable, bound: Bound) {
    this.#nodes = nodes;
    this.#cache = new OperationCache(bound);
  }

  /** Makes room for what the next operations will be asked. To be called before them, never inside. */
  fit(): void {
    this.#cache.fit(this.#nodes.size);
  }

  /** `b` where the condition `a` holds, else 0. */
  and(a: number, b: number): number {
    if (a === FALSE || b === FALSE) return FALSE;
    if (a === TRUE || a === b) return b;
    if (b === TRUE) return a;
    if (a > b) return this.and(b, a);
    const known = this.#cache.get(a, b, OPERATION.and);
    if (known >= 0) return known;
    const nodes = this.#nodes;
    const levelA = nodes.level(a);
    const levelB = nodes.level(b);
    const lowA = levelA <= levelB ? nodes.low(a) : a;
    const highA = levelA <= levelB ? nodes.high(a) : a;
    const low = this.and(lowA, levelB <= levelA ? nodes.low(b) : b);
    const high = this.and(highA, levelB <= levelA ? nodes.high(b) : b);
    const result =
      levelA <= levelB && low === lowA && high === highA
        ? a
        : nodes.make(Math.min(levelA, levelB), low, high);
    this.#cache.put(a, b, OPERATION.and, result);
    return result;
  }

  /** 1 if two conditions hold somewhere together, else 0. What holds where both do is not made. */
  meet(a: number, b: number): number {
    if (a === FALSE || b === FALSE) return 0;
    if (a === TRUE || b === TRUE || a === b) return 1;
    if (a > b) return this.meet(b, a);
    const known = this.#cache.get(a, b, OPERATION.meet);
    if (known >= 0) return known;
    const nodes = this.#nodes;
    const levelA = nodes.level(a);
    const levelB = nodes.level(b);
    const result =
      this.meet(levelA <= levelB ? nodes.low(a) : a, levelB <= levelA ? nodes.low(b) : b) ||
      this.meet(levelA <= levelB ? nodes.high(a) : a, levelB <= levelA ? nodes.high(b) : b);
    this.#cache.put(a, b, OPERATION.meet, result);
    return result;
  }

  /** 1 where the condition `a` holds, else `b`. */
  or(a: number, b: number): number {
    if (a === TRUE || b === TRUE) return TRUE;
    if (a === FALSE || a === b) return b;
    if (b === FALSE) return a;
    if (a > b) return this.or(b, a);
    const known = this.#cache.get(a, b, OPERATION.or);
    if (known >= 0) return known;
    const nodes = this.#nodes;
    const levelA = nodes.level(a);
    const levelB = nodes.level(b);
    const lowA = levelA <= levelB ? nodes.low(a) : a;
    const highA = levelA <= levelB ? nodes.high(a) : a;
    const low = this.or(lowA, levelB <= levelA ? nodes.low(b) : b);
    const high = this.or(highA, levelB <= levelA ? nodes.high(b) : b);
    const result =
      levelA <= levelB && low === lowA && high === highA
        ? a
        : nodes.make(Math.min(levelA, levelB), low, high);
    this.#cache.put(a, b, OPERATION.or, result);
    return result;
  }

  /** 0 where the condition `b` holds, else `a`. */
  minus(a: number, b: number): number {
    if (a === FALSE || b === TRUE || a === b) return FALSE;
    if (b === FALSE) return a;
    if (a === TRUE) return this.not(b);
    const known = this.#cache.get(a, b, OPERATION.minus);
    if (known >= 0) return known;
    const nodes = this.#nodes;
    const levelA = nodes.level(a);
    const levelB = nodes.level(b);
    const lowA = levelA <= levelB ? nodes.low(a) : a;
    const highA = levelA <= levelB ? nodes.high(a) : a;
    const low = this.minus(lowA, levelB <= levelA ? nodes.low(b) : b);
    const high = this.minus(highA, levelB <= levelA ? nodes.high(b) : b);
    const result =
      levelA <= levelB && low === lowA && high === highA
        ? a
        : nodes.make(Math.min(levelA, levelB), low, high);
    this.#cache.put(a, b, OPERATION.minus, result);
    return result;
  }

  /** Holds where the condition doesn't. */
  not(a: number): number {
    if (a <= TRUE) return TRUE - a;
    const known = this.#cache.get(a, 0, OPERATION.not);
    if (known >= 0) return known;
    const nodes = this.#nodes;
    const low = this.not(nodes.low(a));
    const result = nodes.make(nodes.level(a), low, this.not(nodes.high(a)));
    this.#cache.put(a, 0, OPERATION.not, result);
    return result;
  }

  /** `then` where the condition holds, else `otherwise`. */
  ite(condition: number, then: number, otherwise: number): number {
    if (condition === TRUE || then === otherwise) return then;
    if (condition === FALSE) return otherwise;
    if (then === FALSE) return this.minus(otherwise, condition);
    if (otherwise === FALSE) return this.and(condition, then);
    if (then === TRUE || then === condition) return this.or(condition, otherwise);
    if (otherwise === condition) return this.and(condition, then);
    const nodes = this.#nodes;
    const level = nodes.level(condition);
    const levelThen = nodes.level(then);
    const levelOtherwise = nodes.level(otherwise);
    if (level < levelThen && level < levelOtherwise) {
      const isVariable = nodes.low(condition) === FALSE && nodes.high(condition) === TRUE;
      if (isVariable) return nodes.make(level, otherwise, then);
    }
    const known = this.#cache.get(condition, then, otherwise);
    if (known >= 0) return known;
    const top = Math.min(level, levelThen, levelOtherwise);
    const low = this.ite(
      level === top ? nodes.low(condition) : condition,
      levelThen === top ? nodes.low(then) : then,
      levelOtherwise === top ? nodes.low(otherwise) : otherwise,
    );
    const high = this.ite(
      level === top ? nodes.high(condition) : condition,
      levelThen === top ? nodes.high(then) : then,
      levelOtherwise === top ? nodes.high(otherwise) : otherwise,
    );
    const result = nodes.make(top, low, high);
    this.#cache.put(condition, then, otherwise, result);
    return result;
  }

  /**
   * A function that is the same where the condition holds, and whatever makes it small elsewhere. Source: Coudert, Madre: A Unified
   * Framework for the Formal Verification of Sequential Circuits (1990), the restrict operator.
   */
  restrict(node: number, care: number): number {
    const nodes = this.#nodes;
    const level = nodes.level(node);
    if (care === TRUE || care === FALSE || level === TERMINAL_LEVEL) return node;
    const known = this.#cache.get(node, care, OPERATION.restrict);
    if (known >= 0) return known;
    const careLevel = nodes.level(care);
    const zero = nodes.low(care);
    const one = nodes.high(care);
    let result: number;
    if (careLevel < level) result = this.restrict(node, this.or(zero, one));
    else if (level < careLevel) {
      const low = this.restrict(nodes.low(node), care);
      result = nodes.make(level, low, this.restrict(nodes.high(node), care));
    } else if (zero === FALSE) result = this.restrict(nodes.high(node), one);
    else if (one === FALSE) result = this.restrict(nodes.low(node), zero);
    else {
      const low = this.restrict(nodes.low(node), zero);
      result = nodes.make(level, low, this.restrict(nodes.high(node), one));
    }
    this.#cache.put(node, care, OPERATION.restrict, result);
    return result;
  }
}
