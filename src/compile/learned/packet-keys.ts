import type { PacketColumns } from '../packet-columns.js';
import { KEYS as keys } from './block.js';
import type { Classifier } from './classifier.js';
import { NumberMap } from './number-map.js';

/** Keys are below this. */
const KEY_BOUND = 2 ** 31;
/** So many combinations of classes are numbered where their product is no key any more. */
const MOST_COMBINATIONS = 1 << 16;

/** Some classifiers whose classes make one number, after the number of what those before them have made. */
interface Stage {
  readonly classifiers: readonly Classifier[];
  /** How many combinations these have. */
  readonly count: number;
  /** The numbers of what this stage makes, and what they are multiplied by for the next one; undefined for the last one. */
  readonly numbers: NumberMap | undefined;
  readonly scale: number;
}

/** Makes one number of the classes of a packet: its key. Packets have the same key when they are alike. */
export class PacketKeys {
  /** All keys are below; 0 when there are too many classes to make keys of. */
  readonly bound: number;
  readonly nothing: number;
  readonly #stages: readonly Stage[];

  constructor(classifiers: readonly Classifier[]) {
    const stages: { classifiers: Classifier[]; count: number }[] = [];
    let stage: { classifiers: Classifier[]; count: number } | undefined;
    let lead = 1;
    for (const classifier of classifiers) {
      if (stage === undefined || lead * stage.count * classifier.count >= KEY_BOUND) {
        lead = stage === undefined ? 1 : MOST_COMBINATIONS;
        stages.push((stage = { classifiers: [], count: 1 }));
      }
      stage.classifiers.push(classifier);
      stage.count *= classifier.count;
    }
    const last = stages.length - 1;
    const bounds = stages.map(({ count }, index) => count * (index === 0 ? 1 : MOST_COMBINATIONS));
    this.#stages = stages.map((own, index) => ({
      ...own,
      numbers: index === last ? undefined : new NumberMap(bounds[index] ?? 0),
      scale: stages[index + 1]?.count ?? 1,
    }));
    this.bound = bounds.every((bound) => bound < KEY_BOUND) ? (bounds.at(-1) ?? 1) : 0;
    this.nothing = last > 0 ? (stages[last]?.count ?? 0) : 0;
  }

  /**
   * Makes the keys of packets, but for what is the same in all of them; packet `from + i` gets key `i`. A key below
   * {@link PacketKeys.nothing} stands for nothing: there were more combinations of classes than are numbered.
   *
   * @returns what is to be added to every key
   */
  make(packets: PacketColumns, from: number, length: number): number {
    keys.fill(0, 0, length);
    let isFirst = true;
    for (const { classifiers, count, numbers, scale } of this.#stages) {
      let base = 0;
      let weight = count;
      for (const classifier of classifiers) {
        weight /= classifier.count;
        base += classifier.mix(packets, from, length, weight);
      }
      if (numbers === undefined) return base;
      for (let at = 0; at < length; at++) {
        const key = (keys[at] ?? 0) + base;
        keys[at] = (!isFirst && key < count ? 0 : numberOf(numbers, key)) * scale;
      }
      isFirst = false;
    }
    return 0;
  }
}

/** The number of a combination, from 1 on; 0 when there are too many. */
function numberOf(numbers: NumberMap, key: number): number {
  const known = numbers.get(key);
  if (known !== 0 || numbers.size >= MOST_COMBINATIONS - 1) return known;
  const number = numbers.size + 1;
  numbers.set(key, number);
  return number;
}
