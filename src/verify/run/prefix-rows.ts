import type { Family } from '../../address/family.js';
import type { Prefix } from '../../address/prefix.js';
import { rowStride } from '../../lpm/row/row.js';
import { sortRows } from '../../lpm/row/sort-rows.js';
import { rowChanges, type RowChanges } from '../ask/row-changes.js';
import { FALSE, TRUE, type Diagram, type Node } from '../engine/diagram.js';

/**
 * An array that is nobody's since its rows were put in order in another. The next table takes it: every 64 MiB of such arrays have the
 * engine go through the whole heap, which a host with a full-size table makes large.
 */
let spare: WeakRef<Uint32Array> | undefined;

function takeSpare(length: number): Uint32Array | undefined {
  const found = spare?.deref();
  if (found === undefined || found.length < length) return undefined;
  spare = undefined;
  return found;
}

/** A function that was built of other rows, and where they differ: the number of no row that is the same gives another value. */
export interface BuiltBefore {
  readonly node: Node;
  readonly changes: RowChanges;
}

/**
 * Prefixes with a number each, as rows in the order of their addresses: what a diagram of a table is built from in one pass, again for
 * each of its uses.
 */
export class PrefixRows {
  readonly #stride: number;
  #rows: Uint32Array = new Uint32Array(6 * 64);
  #end = 0;
  #isSorted = true;

  constructor(family: Family) {
    this.#stride = rowStride(family);
  }

  /** Makes room for so many prefixes in all. */
  reserve(count: number): void {
    const length = count * this.#stride;
    if (length <= this.#rows.length) return;
    const larger = takeSpare(length) ?? new Uint32Array(length + (length >>> 6));
    larger.set(this.#rows.subarray(0, this.#end));
    this.#rows = larger;
  }

  /** Gives a prefix its number, 0 to 2^31 - 2; a later one takes its place. */
  put({ address: { words }, length }: Prefix, number: number): void {
    this.putWords(words, length, number);
  }

  /** The same of a prefix that is given as the words of its address, and maybe more, and its length. */
  putWords(words: ArrayLike<number>, length: number, number: number): void {
    if (this.#end + this.#stride > this.#rows.length) this.reserve(2 * this.count + 64);
    const rows = this.#rows;
    const last = this.#end + this.#stride - 2;
    for (let index = 0; index < this.#stride - 2; index++) {
      rows[this.#end + index] = words[index] ?? 0;
    }
    rows[last] = length;
    rows[last + 1] = number;
    this.#end = last + 2;
    this.#isSorted = false;
  }

  /** Reports whether every address is in some prefix, that of length 0. */
  get coversAll(): boolean {
    this.putInOrder();
    return this.#end > 0 && this.#rows[this.#stride - 2] === 0;
  }

  /** How many prefixes there are, those that were put twice counted twice. */
  get count(): number {
    return this.#end / this.#stride;
  }

  /**
   * The value of the longest prefix of an address, as a function of the address.
   *
   * @param bits - each bit of the address: a variable, ascending, or a constant
   * @param missing - the value of an address that no prefix contains
   * @param nodeOf - a prefix's value, from its number and the value of the next shorter prefix
   * @param care - the addresses that matter, over the same variables; elsewhere the value is any
   * @param before - a function over the same bits, all of them variables, that was built of few other rows
   */
  build(
    diagram: Diagram,
    bits: readonly Node[],
    missing: Node,
    nodeOf: (number: number, shorter: Node) => Node,
    care: Node = TRUE,
    before?: BuiltBefore,
  ): Node {
    this.putInOrder();
    const stride = this.#stride;
    const rows = this.#rows;
    const levels = bits.map((bit) => diagram.level(bit));
    const isOne = (at: number, bit: number): boolean =>
      (((rows[at + (bit >>> 5)] ?? 0) >>> (31 - (bit & 31))) & 1) === 1;
    const join = (bit: number, zero: Node, one: Node): Node => {
      const of = bits[bit] ?? FALSE;
      if (of <= TRUE) return of === TRUE ? one : zero;
      return diagram.make(levels[bit] ?? 0, zero, one);
    };
    /** A prefix that the others have not, or have otherwise, contains the row's first bits and has no more. */
    const isChanged = ({ prefixes }: RowChanges, at: number, bit: number): boolean =>
      prefixes.some(
        ({ word, length }) =>
          length === bit && (bit === 0 || (word ^ (rows[at] ?? 0)) >>> (32 - bit) === 0),
      );
    /**
     * The rows between two places share the bits before a bit, and their prefixes are at least as long.
     *
     * @param old - what was built of other rows for these bits, while no prefix that contains all of them has changed
     */
    const walk = (
      from: number,
      to: number,
      bit: number,
      shorter: Node,
      where: Node,
      old: Node | undefined,
    ): Node => {
      diagram.bound.tick();
      if (from === to) return shorter;
      let there = old;
      if (there !== undefined && before !== undefined) {
        const { changes } = before;
        if (isChanged(changes, from, bit)) there = undefined;
        // A row beyond, on the side of the changes, is the same as well: there is nothing else between.
        else if (to < changes.from || from > changes.to) return there;
      }
      if (to - from === stride) return single(from, bit, shorter);
      let value = shorter;
      let first = from;
      if (rows[from + stride - 2] === bit) {
        value = nodeOf(rows[from + stride - 1] ?? 0, shorter);
        first += stride;
      }
      const middle = firstOne(first, to, bit);
      const of = bits[bit] ?? FALSE;
      const splits = where !== TRUE && diagram.level(where) === levels[bit];
      const zeroWhere = splits ? diagram.low(where) : where;
      const oneWhere = splits ? diagram.high(where) : where;
      const tests = there !== undefined && diagram.level(there) === levels[bit];
      const zeroThere = tests ? diagram.low(there ?? FALSE) : there;
      const oneThere = tests ? diagram.high(there ?? FALSE) : there;
      if (of === TRUE || zeroWhere === FALSE) {
        return walk(middle, to, bit + 1, value, oneWhere, oneThere);
      }
      const zero = walk(first, middle, bit + 1, value, zeroWhere, zeroThere);
      if (of === FALSE || oneWhere === FALSE) return zero;
      return join(bit, zero, walk(middle, to, bit + 1, value, oneWhere, oneThere));
    };
    const firstOne = (first: number, end: number, bit: number): number => {
      let from = first;
      let to = end;
      while (from < to) {
        const middle = from + stride * ((((to - from) / stride) | 0) >>> 1);
        if (isOne(middle, bit)) to = middle;
        else from = middle + stride;
      }
      return from;
    };
    const single = (at: number, bit: number, shorter: Node): Node => {
      let node = nodeOf(rows[at + stride - 1] ?? 0, shorter);
      for (let next = (rows[at + stride - 2] ?? 0) - 1; next >= bit && node !== shorter; next--) {
        node = isOne(at, next) ? join(next, shorter, node) : join(next, node, shorter);
      }
      return node;
    };
    return walk(0, this.#end, 0, missing, care, before?.node);
  }

  /**
   * Where these differ from other rows of IPv4 prefixes; undefined when in too many, or of IPv6.
   *
   * @param isSame - returns whether a number stands for what a number of the others stands for
   */
  changesFrom(
    others: PrefixRows,
    isSame: (number: number, other: number) => boolean,
  ): RowChanges | undefined {
    if (this.#stride !== 3) return undefined;
    for (const rows of [this, others]) rows.putInOrder();
    return rowChanges(this.#rows, others.#rows, isSame);
  }

  /** Puts the rows in order, unless they are: they are put in order before they are read. */
  putInOrder(): void {
    if (this.#isSorted) return;
    const before = this.#rows;
    this.#rows = sortRows(this.#stride, before.subarray(0, this.#end), true);
    const isLarger = before.length > (spare?.deref()?.length ?? 0);
    if (isLarger && this.#rows.buffer !== before.buffer) spare = new WeakRef(before);
    this.#end = this.#rows.length;
    this.#isSorted = true;
  }
}
