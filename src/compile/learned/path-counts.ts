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
  /** All groups' counters end to end, and where those of each group end: objects would lie all over the memory. */
  readonly #counters: number[] = [];
  readonly #ends: number[] = [];
  /** By group: 1 where they count packets that local sockets send. */
  readonly #isOutput: number[] = [];
  readonly #byText = new Map<string, number>();

  /** The number of those that move these counters on, each as often as it's there. */
  groupOf(isOutput: boolean, counters: readonly number[]): number {
    const text = `${isOutput} ${counters.join(' ')}`;
    let group = this.#byText.get(text);
    if (group === undefined) {
      this.#counters.push(...counters);
      this.#isOutput.push(isOutput ? 1 : 0);
      group = this.#ends.push(this.#counters.length) - 1;
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
    const counters = this.#counters;
    const ends = this.#ends;
    for (let index = 0; index < this.hits; index++) {
      const group = hit[index] ?? 0;
      const { packets, bytes } = this.#isOutput[group] === 1 ? output : input;
      const end = ends[group] ?? 0;
      for (let at = group === 0 ? 0 : (ends[group - 1] ?? 0); at < end; at++) {
        const counter = counters[at] ?? 0;
        packets[counter] = (packets[counter] ?? 0) + (counts[2 * group] ?? 0);
        bytes[counter] = (bytes[counter] ?? 0) + (counts[2 * group + 1] ?? 0);
      }
      counts[2 * group] = 0;
      counts[2 * group + 1] = 0;
    }
    this.hits = 0;
  }
}
