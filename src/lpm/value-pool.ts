/** Beyond this many different values, equal ones are no longer found again: a larger index would pause when it grows. */
const INDEX_MAX = 65_536;

/** Gives values ids, equal ones (as a Map compares) the same. It only grows: tables that were edited from each other share it. */
export class ValuePool<V> {
  private readonly values: V[] = [];
  private readonly ids = new Map<V, number>();

  /** How many ids have been given. */
  get size(): number {
    return this.values.length;
  }

  /** The id of a value, a new one when it has none. */
  idOf(value: V): number {
    return this.ids.get(value) ?? this.add(value);
  }

  /** Gives a value a new id. */
  add(value: V): number {
    const id = this.values.length;
    this.values.push(value);
    if (this.ids.size < INDEX_MAX) this.ids.set(value, id);
    return id;
  }

  /** The value of an id; a RangeError when it was never given. */
  value(id: number): V {
    const value = this.values[id];
    if (!this.isGiven(id, value)) throw new RangeError(`id: 0..${this.size - 1}, got ${id}`);
    return value;
  }

  /** All values, by id. */
  all(): readonly V[] {
    return this.values;
  }

  /** Undefined may be a value as well: only the id tells. */
  private isGiven(id: number, _value: V | undefined): _value is V {
    return id >= 0 && id < this.values.length;
  }
}
