import type { FlatWalk } from '../flat-walk.js';

/**
 * How many packets and bytes the counters are to be moved on by. Paths that move the same counters on are counted together: few numbers
 * change then, and they stay in the nearest cache.
 */
export class PathCounts {
  /** Packets and bytes by the number of the group, side by side. */
  counts = new Float64Array(16);
  /** The first of these are the groups that were hit. */
  hit = new Int32Array(8);
  hits = 0;
  readonly #groups: { readonly isOutput: boolean; readonly counters: readonly number[] }[] = [];
  readonly #byText = new Map<string, number>();

  /** The number of those that move these counters on, each as often as it's there. */
  groupOf(isOutput: boolean, counters: readonly number[]): number {
    const text = `${isOutput} ${counters.join(' ')}`;
    let group = this.#byText.get(text);
    if (group === undefined) {
      group = this.#groups.push({ isOutput, counters }) - 1;
      this.#byText.set(text, group);
      if (2 * group >= this.counts.length) {
        const { counts, hit } = this;
        this.counts = new Float64Array(2 * counts.length);
        this.counts.set(counts);
        this.hit = new Int32Array(2 * hit.length);
        this.hit.set(hit);
      }
    }
    return group;
  }

  /** Moves the counters on. */
  move(output: FlatWalk, input: FlatWalk): void {
    const { counts, hit } = this;
    for (const group of hit.subarray(0, this.hits)) {
      const { isOutput = true, counters = [] } = this.#groups[group] ?? {};
      const walk = isOutput ? output : input;
      for (const counter of counters) {
        walk.packets[counter] = (walk.packets[counter] ?? 0) + (counts[2 * group] ?? 0);
        walk.bytes[counter] = (walk.bytes[counter] ?? 0) + (counts[2 * group + 1] ?? 0);
      }
      counts[2 * group] = 0;
      counts[2 * group + 1] = 0;
    }
    this.hits = 0;
  }
}
