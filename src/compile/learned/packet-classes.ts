import type { Family } from '../../address/family.js';
import { rowStride } from '../../lpm/row/row.js';
import { sortRows } from '../../lpm/row/sort-rows.js';
import { ADDRESS_FIELDS, FIELD_NAMES } from '../../packet/field.js';
import { FlatMap } from '../flat-map.js';
import type { AddressTest } from '../flat-program.js';
import type { FlatTable } from '../flat-table.js';
import { slotOf } from '../slots.js';
import { BLOCK, NUMBERS } from './block.js';
import type { Classifier } from './classifier.js';
import { FieldQuestions } from './field-questions.js';
import type { Observer, Side } from './observer.js';
import { numbersOf } from '../../packet/packet-number.js';
import { PrefixClassifier, type Followed } from './prefix-classifier.js';
import type { PrefixSource } from './prefix-union.js';
import { ByteClassifier, PortClassifier } from './table-classifier.js';
import { IntervalClassifier, ValueClassifier, type WordColumn } from './word-classifier.js';

const SIDES = ['dst', 'src'] as const;
const BYTES = numbersOf(8);
const PORTS = numbersOf(16);
const WORDS = [...numbersOf(32), 'iif', 'oif'] as const;

/** Of a table with at most so many prefixes each prefix is distinguished. */
const SMALL_TABLE = 256;

/** What may be asked of addresses: it's distinguished as soon as some of it is asked. */
export interface AddressQuestions {
  readonly tables: readonly FlatTable[];
  readonly tests: readonly AddressTest[];
  /** What the shapes of a table are called: those with the same name lead to the same. */
  shapeNames(table: FlatTable): readonly number[];
}

/** What is asked of one address of packets. */
interface SideQuestions {
  readonly sources: Set<FlatTable | FlatMap>;
  /** Words of each tested prefix, by its text. */
  readonly tests: Map<string, readonly number[]>;
  /** Where those begin, and the numbers after their last ones. */
  readonly bounds: Set<number>;
}

/**
 * Which packets are alike in all that has decided the way of a packet so far. With something new, it distinguishes more packets.
 */
export class PacketClasses implements Observer {
  /** What was observed has brought nothing new since this was set to false. */
  isChanged = true;
  readonly #fields = new Map<number, FieldQuestions>();
  readonly #sides: Record<Side, SideQuestions> = {
    src: { sources: new Set(), tests: new Map(), bounds: new Set() },
    dst: { sources: new Set(), tests: new Map(), bounds: new Set() },
  };
  readonly #sources = new Int32Array(BLOCK);
  #followed: FlatTable | undefined;
  readonly #prefixes: Partial<Record<Side, PrefixClassifier | undefined>> = {};
  readonly #classifiers = new Map<number, readonly Classifier[]>();

  constructor(
    private readonly family: Family,
    private readonly addresses: AddressQuestions,
  ) {}

  /** Everything that distinguishes packets, what distinguishes most first. */
  classifiers(): readonly Classifier[] {
    for (const side of SIDES) this.#prefixes[side] ??= this.#prefixClassifier(side);
    const fields = [...this.#fields].flatMap(([field, questions]) => {
      let own = this.#classifiers.get(field);
      if (own === undefined) this.#classifiers.set(field, (own = this.#classify(field, questions)));
      return own;
    });
    const sides = SIDES.flatMap((side) => this.#prefixes[side] ?? []);
    return [
      ...sides.filter(({ count, follow }) => count > 1 || follow !== undefined),
      ...fields.filter(({ count }) => count > 1),
    ];
  }

  prefixes(side: Side, source: FlatTable | FlatMap): void {
    const { sources } = this.#sides[side];
    const before = sources.size;
    if (!(source instanceof FlatMap)) for (const table of this.addresses.tables) sources.add(table);
    sources.add(source);
    if (sources.size > before) this.#forgetSide(side);
  }

  masked(field: number, mask: number, value: number): void {
    const side = sideOf(field);
    if (side !== undefined && isPrefixMask(mask)) {
      this.#prefixTest(side, mask, value);
      return;
    }
    if (this.#questions(field).masked(mask, value)) this.#forget(field);
  }

  range(field: number, from: number, to: number): void {
    const side = sideOf(field);
    if (side !== undefined) this.#seed(side);
    const known = side === undefined ? undefined : this.#sides[side].bounds;
    if (this.#questions(field).range(from, to, known)) this.#forget(field);
  }

  /** The table of which it observes what destinations have hit. */
  get followed(): FlatTable | undefined {
    return this.#followed;
  }

  #questions(field: number): FieldQuestions {
    let questions = this.#fields.get(field);
    if (questions === undefined) this.#fields.set(field, (questions = new FieldQuestions(field)));
    return questions;
  }

  #forget(field: number): void {
    this.#classifiers.delete(field);
    this.isChanged = true;
  }

  #prefixTest(side: Side, mask: number, value: number): void {
    this.#seed(side);
    if (this.#addTest(side, mask, value)) this.#forgetSide(side);
  }

  /** All that may be asked of an address is distinguished as soon as something is: a table with all prefixes isn't made over and over. */
  #seed(side: Side): void {
    if (this.#sides[side].tests.size > 0) return;
    for (const test of this.addresses.tests) {
      if (test.side !== side || !isPrefixMask(test.mask)) continue;
      if (this.#addTest(side, test.mask, test.value)) this.#forgetSide(side);
    }
  }

  /** Adds a prefix to those that are distinguished; false when it's there. */
  #addTest(side: Side, mask: number, value: number): boolean {
    const { tests, bounds } = this.#sides[side];
    const text = `${mask} ${value}`;
    if (tests.has(text)) return false;
    const rest = this.family === 4 ? [] : [0, 0, 0];
    // The mask's lowest bit is the prefix's last one.
    tests.set(text, [value, ...rest, Math.clz32(mask & -mask) + 1]);
    bounds.add(value >>> 0);
    bounds.add(((value | ~mask) >>> 0) + 1);
    return true;
  }

  #forgetSide(side: Side): void {
    this.#prefixes[side] = undefined;
    this.isChanged = true;
  }

  #prefixClassifier(side: Side): PrefixClassifier | undefined {
    const { sources, tests } = this.#sides[side];
    if (sources.size === 0 && tests.size === 0) return undefined;
    const own = [...sources];
    const tested = tests.size > 0 ? [this.#testSource(tests)] : [];
    if (side === 'src') {
      const all = [...own.map((source) => this.#source(source)), ...tested];
      return new PrefixClassifier(this.family, side, all, undefined, this.#sources);
    }
    const [largest] = own.filter(isLargeTable).toSorted((a, b) => b.rows.length - a.rows.length);
    this.#followed = largest;
    const follow = largest === undefined ? undefined : this.#largeSource(largest);
    const others = own.filter((source) => source !== largest).map((source) => this.#source(source));
    const all = [...(follow === undefined ? [] : [follow]), ...others, ...tested];
    return new PrefixClassifier(this.family, side, all, follow, NUMBERS);
  }

  #source(source: FlatTable | FlatMap): PrefixSource {
    if (isLargeTable(source)) return this.#largeSource(source);
    return { rows: source.rows, nameOf: (place) => place };
  }

  #largeSource(table: FlatTable): Followed {
    const { rows, shapeOf, firstRoute, routes } = table;
    const names = this.addresses.shapeNames(table);
    return {
      rows,
      nameOf: (place) => names[shapeOf[place] ?? 0] ?? 0,
      numberOf: (place) => firstRoute?.[place] ?? place,
      numbers: routes.length,
    };
  }

  #testSource(tests: SideQuestions['tests']): PrefixSource {
    const words = [...tests.values()].flatMap((row) => row.concat(0));
    const rows = sortRows(rowStride(this.family), Uint32Array.from(words));
    return { rows, nameOf: (place) => place };
  }

  #classify(field: number, questions: FieldQuestions): readonly Classifier[] {
    const name = FIELD_NAMES[field];
    const bytes = BYTES.find((column) => column === name);
    if (bytes !== undefined) return [new ByteClassifier(bytes, questions)];
    const ports = PORTS.find((column) => column === name);
    if (ports !== undefined) return [new PortClassifier(ports, questions)];
    const column = this.#wordColumn(field);
    const values = [...questions.values].map(
      ([mask, wanted]) => new ValueClassifier(column, mask, wanted),
    );
    const { cuts } = questions;
    return cuts.size === 0 ? values : [...values, new IntervalClassifier(column, cuts)];
  }

  #wordColumn(field: number): WordColumn {
    for (const side of SIDES) {
      const word = ADDRESS_FIELDS[side].findIndex((name) => slotOf(name) === field);
      if (word >= 0) return { name: side, stride: this.family === 4 ? 1 : 4, word };
    }
    const name = WORDS.find((column) => slotOf(column) === field);
    if (name === undefined) throw new RangeError(`field: of a packet, got ${field}`);
    return { name, stride: 1, word: 0 };
  }
}

/** Whose first word a register holds; undefined when it holds something else. */
function sideOf(field: number): Side | undefined {
  return SIDES.find((side) => slotOf(side) === field);
}

/** Reports whether a mask, of one bit at least, keeps the first bits of a word. */
function isPrefixMask(mask: number): boolean {
  return mask !== 0 && (mask | (mask - 1)) === -1;
}

function isLargeTable(source: FlatTable | FlatMap): source is FlatTable {
  return !(source instanceof FlatMap) && isLarge(source);
}

/** Reports whether prefixes of a table differ in nothing but where they lead. */
export function isLarge(table: FlatTable): boolean {
  return table.shapeOf.length > SMALL_TABLE;
}
