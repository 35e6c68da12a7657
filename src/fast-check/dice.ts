import type { Arbitrary, Random } from 'fast-check';

/** Random choices, all from one source. */
export class Dice {
  constructor(private readonly random: Random) {}

  /** A whole number, both ends included. */
  between(from: number, to: number): number {
    return this.random.nextInt(from, to);
  }

  /** True once in so many times. */
  onceIn(times: number): boolean {
    return this.random.nextInt(1, times) === 1;
  }

  /** Any number of 32 bits. */
  word(): number {
    return this.random.nextInt(0, 0xffffffff);
  }

  /** One of the items; undefined when there are none. */
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : items[this.random.nextInt(0, items.length - 1)];
  }

  /** A value of an arbitrary. */
  from<Value>(arbitrary: Arbitrary<Value>): Value {
    return arbitrary.generate(this.random, undefined).value;
  }
}
