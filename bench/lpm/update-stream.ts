import type { Prefix } from '../../src/address/prefix.js';
import { seededRandom } from '../core/random.js';

/** Something that takes updates. */
export interface Updated {
  readonly name: string;
  /** Gives a prefix a value. */
  set(prefix: Prefix, value: number): void;
  /** Takes a prefix away. */
  drop(prefix: Prefix): void;
}

/** Updates of a table without end, the same for the same seed. */
export class UpdateStream {
  private readonly random: () => number;
  private readonly gone: Prefix[] = [];
  private value: number;

  constructor(
    private readonly prefixes: readonly Prefix[],
    seed: number,
  ) {
    this.random = seededRandom(seed);
    this.value = prefixes.length;
  }

  /** Plays as many updates as there is room for times, and gives the microseconds that each took, shortest first. */
  play(updated: Updated, times: Float64Array): Float64Array {
    for (let at = 0; at < times.length; at++) {
      const draw = this.random();
      const kind = draw & 3;
      const value = this.value++;
      const prefix =
        (kind === 3 ? this.gone.pop() : undefined) ??
        this.prefixes[(draw >>> 2) % this.prefixes.length];
      if (prefix === undefined) throw new Error('no prefixes');
      if (kind === 2) this.gone.push(prefix);
      const start = performance.now();
      if (kind === 2) updated.drop(prefix);
      else updated.set(prefix, value);
      times[at] = 1000 * (performance.now() - start);
    }
    return times.toSorted();
  }
}
