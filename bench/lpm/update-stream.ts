import type { Family } from '../../src/address/family.js';
import type { Prefix } from '../../src/address/prefix.js';
import { rowPrefix, rowStride } from '../../src/lpm/row/row.js';
import { seededRandom } from '../core/random.js';

/** Something that takes updates. */
export interface Updated {
  /** Gives a prefix a value. */
  set(prefix: Prefix, value: number): void;
  /** Takes a prefix away. */
  drop(prefix: Prefix): void;
}

/** Updates of a table without end, the same for the same seed. */
export class UpdateStream {
  private readonly random: () => number;
  private readonly gone: number[] = [];
  private readonly size: number;
  private value: number;

  constructor(
    private readonly family: Family,
    private readonly rows: Uint32Array,
    seed: number,
  ) {
    this.random = seededRandom(seed);
    this.size = rows.length / rowStride(family);
    this.value = this.size;
  }

  /** Plays as many updates as there is room for times, and gives the microseconds that each took, shortest first. */
  play(updated: Updated, times: Float64Array): Float64Array {
    for (let at = 0; at < times.length; at++) {
      const draw = this.random();
      const kind = draw & 3;
      const value = this.value++;
      const index = (kind === 3 ? this.gone.pop() : undefined) ?? (draw >>> 2) % this.size;
      // Made anew: a list of all prefixes would be walked by every garbage collection.
      const prefix = rowPrefix(this.family, this.rows, rowStride(this.family) * index);
      if (kind === 2) this.gone.push(index);
      const start = performance.now();
      if (kind === 2) updated.drop(prefix);
      else updated.set(prefix, value);
      times[at] = 1000 * (performance.now() - start);
    }
    return times.toSorted();
  }
}
