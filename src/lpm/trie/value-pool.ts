/** Beyond this many different values, equal ones are no longer found again: a larger index would pause when it grows. */
const INDEX_MAX = 32_768;

/** Nor are they looked for any more once so many different ones have come in a row: where each prefix has its own, that takes long. */
const DIFFERENT_MAX = 4096;

/** Values stand in blocks of this many, as a power of two: one long array would pause when it grows. */
const BLOCK_BITS = 12;
const BLOCK_SIZE = 1 << BLOCK_BITS;

/** Gives values ids, equal ones (as a Map compares) the same. It only grows: tables that were edited from each other share it. */
export class ValuePool<V> {
  private readonly blocks: V[][] = [];
  private readonly ids = new Map<V, number>();
  private count = 0;
  private differentInARow = 0;

  /** How many ids have been given. */
  get size(): number {
    return this.count;
  }

  /** The id of a value, a new one when it has none. */
  idOf(value: V): number {
    if (this.differentInARow >= DIFFERENT_MAX) return this.add(value);
    const known = this.ids.get(value);
    if (known === undefined) {
      this.differentInARow++;
      return this.add(value);
    }
    this.differentInARow = 0;
    return known;
  }

  /** Gives a value a new id. */
  add(value: V): number {
    const id = this.count++;
    const block = this.blocks[id >>> BLOCK_BITS];
    if (block === undefined) this.blocks.push([value]);
    else block.push(value);
    if (this.ids.size < INDEX_MAX) this.ids.set(value, id);
    return id;
  }

  /** The value of an id; a RangeError when it was never given. */
  value(id: number): V {
    const value = this.blocks[id >>> BLOCK_BITS]?.[id & (BLOCK_SIZE - 1)];
    if (!this.isGiven(id, value)) throw new RangeError(`id: 0..${this.size - 1}, got ${id}`);
    return value;
  }

  /** All values, by id. */
  all(): readonly V[] {
    return this.blocks.flat();
  }

  /** Undefined may be a value as well: only the id shows which. */
  private isGiven(id: number, _value: V | undefined): _value is V {
    return id >= 0 && id < this.count;
  }
}
