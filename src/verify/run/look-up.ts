import { tick } from '../../bound.js';
import { density } from '../engine/density.js';
import { addressBits, type Family } from '../../address/family.js';
import { ADDRESS_FIELDS } from '../../packet/field.js';
import type { AddressMap } from '../../program/address-map.js';
import type { LoweredTable } from '../../program/lowered-table.js';
import { FALSE, TRUE, type Diagram, type Node } from '../engine/diagram.js';
import { chosenNumberOf, type ChosenNumber } from '../engine/chosen-number.js';
import { codedNumberOf, type CodedNumber } from '../engine/coded-number.js';
import { freeVector, type Vector } from '../engine/vector.js';
import { changesKey, MISS, type Findings } from '../fate/findings.js';
import type { LiveSet } from './live-set.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';
import type { Predicate } from '../../predicate/predicate.js';
import { prepareTable, type PreparedTable } from './prepared-table.js';
import { PrefixRows, type BuiltBefore } from './prefix-rows.js';
import { LEVEL_COUNT, levelsOf } from '../engine/variables.js';
import type { Assignment } from '../../predicate/assignment.js';

/** What a look-up depends on beside the table. */
export interface Lookup {
  readonly diagram: Diagram;
  readonly family: Family;
  readonly findings: Findings;
  readonly registers: Registers;
  /** The packets that come here: what the others would find doesn't matter. */
  readonly packets: Node;
  /** What is read after a hit. */
  readonly live: LiveSet;
  /** The packets for which a predicate over the registers holds. */
  readonly condition: (when: Predicate) => Node;
}

/** Diagrams of tables that have been built, with numbers of findings that are the same for all of them. */
export class TableCache {
  readonly #built = new Map<LoweredTable, BuiltTable>();
  readonly #large: LargeDiagram[] = [];
  readonly #destinations = new WeakMap<Vector, Destination>();
  readonly #numbers = new Map<string, number>();

  /** The destination of which these are the words, most significant first. */
  destination(diagram: Diagram, words: readonly Vector[]): Destination {
    const [first = []] = words;
    if (words.length > 1) return this.#destinationOf(diagram, words.flat());
    let known = this.#destinations.get(first);
    if (known === undefined) {
      known = {
        ...this.#destinationOf(diagram, first),
        coded: codedNumberOf(first),
        chosen: chosenNumberOf(first),
      };
      this.#destinations.set(first, known);
    }
    return known;
  }

  #destinationOf(diagram: Diagram, bits: readonly Node[]): Destination {
    const key = bits.join(' ');
    let number = this.#numbers.get(key);
    if (number === undefined) this.#numbers.set(key, (number = this.#numbers.size));
    return {
      bits,
      isPlain: arePlain(diagram, bits),
      number,
      coded: undefined,
      chosen: undefined,
    };
  }

  /** Those of one table. */
  of(table: LoweredTable): BuiltTable {
    let built = this.#built.get(table);
    if (built === undefined) {
      built = { asked: new Map(), diagrams: [], large: this.#large };
      this.#built.set(table, built);
    }
    return built;
  }
}

/** Diagrams of one table. */
interface BuiltTable {
  /** By what is read after a hit, and what they were asked for. */
  readonly asked: Map<LiveSet, Map<string, BuiltDiagram>>;
  readonly diagrams: (BuiltDiagram & { readonly over: string })[];
  /** Those of all large tables: tables of two hosts often differ in little. */
  readonly large: LargeDiagram[];
}

interface LargeDiagram extends BuiltDiagram {
  readonly rows: PrefixRows;
  readonly over: string;
}

interface BuiltDiagram {
  /** The finding of each list of candidates. */
  readonly values: readonly number[];
  readonly node: Node;
}

/** What a table gives, as a function of the packet: the number of a finding, or {@link MISS}. */
export function lookUp(table: LoweredTable, lookup: Lookup, cache: TableCache): Node {
  const { diagram, family, findings, condition } = lookup;
  const built = cache.of(table);
  const prepared = prepareTable(table, family, findings.eachRoute);
  const conditions = prepared.conditions.map(condition);
  const destination = destinationOf(lookup, cache);
  const care = careOf(lookup, destination, prepared);
  // Every combination of the routes' own conditions that some packet meets has a table of its own.
  const split = (index: number, packets: Node, met: readonly boolean[]): Node => {
    if (index === conditions.length) {
      return tableOf(prepared, met, { ...destination, care }, lookup, built);
    }
    const when = conditions[index] ?? FALSE;
    const inside = diagram.and(packets, when);
    if (inside === FALSE) return split(index + 1, packets, [...met, false]);
    if (inside === packets) return split(index + 1, packets, [...met, true]);
    return diagram.ite(
      when,
      split(index + 1, inside, [...met, true]),
      split(index + 1, diagram.minus(packets, when), [...met, false]),
    );
  };
  return split(0, lookup.packets, []);
}

/** An address map prepared: different changes by place, those of no prefix at 0. */
interface PreparedMap {
  readonly rows: PrefixRows;
  readonly changes: ReadonlyMap<number, readonly Assignment[]>;
}

const preparedMaps = new WeakMap<AddressMap, PreparedMap>();

function prepareMap(map: AddressMap, family: Family): PreparedMap {
  let known = preparedMaps.get(map);
  if (known !== undefined) return known;
  const rows = new PrefixRows(family);
  const places = new Map<string, number>([['', 0]]);
  const changes = new Map<number, readonly Assignment[]>([[0, []]]);
  for (const entry of map.entries()) {
    tick();
    const key = changesKey(entry.changes);
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    changes.set(place, entry.changes);
    rows.put(entry.prefix, place);
  }
  known = { rows, changes };
  preparedMaps.set(map, known);
  return known;
}

/** The changes that an address map has for each packet, by their place in its list. */
export function mapDestination(
  map: AddressMap,
  lookup: Lookup,
  cache: TableCache,
): { readonly place: Node; readonly changes: ReadonlyMap<number, readonly Assignment[]> } {
  const { rows, changes } = prepareMap(map, lookup.family);
  const { diagram } = lookup;
  const place = overDestination(diagram, destinationOf(lookup, cache), (bits) =>
    rows.build(diagram, bits, diagram.terminal(0), (number) => diagram.terminal(number)),
  );
  return { place, changes };
}

/** A table of fewer prefixes is built whole, whatever is asked of it. */
const MANY_PREFIXES = 1000;

/** A large table is built for no more than the destinations that are asked of it when they are less than this share of all. */
const SMALL_SHARE = 1 / 8;

/** The destinations for which a table is built: all, unless it is large and the packets ask for few. */
function careOf(
  { diagram, packets }: Lookup,
  { bits, isPlain }: Destination,
  { rows }: PreparedTable,
): Node {
  if (!isPlain || rows.count < MANY_PREFIXES) return TRUE;
  const own = new Set(bits.map((bit) => diagram.level(bit)));
  const others = Array.from({ length: LEVEL_COUNT }, (_, level) => level).filter(
    (level) => !own.has(level),
  );
  const asked = diagram.exists(packets, others);
  return density(diagram, asked) < SMALL_SHARE ? asked : TRUE;
}

function tableOf(
  { lists, rows }: PreparedTable,
  met: readonly boolean[],
  destination: Destination & { readonly care: Node },
  { diagram, findings, live }: Lookup,
  built: BuiltTable,
): Node {
  const over = `${destination.care} ${destination.number}`;
  const asked = `${met.map(Number).join('')} ${over}`;
  let before = built.asked.get(live);
  if (before === undefined) built.asked.set(live, (before = new Map()));
  const known = before.get(asked);
  if (known !== undefined) {
    findings.meet(known.values);
    return known.node;
  }
  const values = lists.map((list) => {
    tick();
    const first = list.find(({ condition }) => met[condition] === true);
    if (first === undefined) return SHORTER;
    return first.resolution === 'throw' ? MISS : findings.numberOf(first.resolution, live);
  });
  // Other conditions can come to the same. So can other findings: those that are distinguished by what is read elsewhere.
  const isSame = (value: number, own: number): boolean => {
    const other = findings.resolution(value);
    return other !== undefined && own > MISS && findings.numberOf(other, live) === own;
  };
  const same = built.diagrams.find(
    (one) => one.over === over && separateTheSame(one.values, values, isSame),
  );
  const only = rows.coversAll ? onlyValue(values) : undefined;
  let node = only === undefined ? same?.node : diagram.terminal(only);
  if (node === undefined) {
    const nodes = values.map((value) => {
      tick();
      return value === SHORTER ? SHORTER : diagram.terminal(value);
    });
    const nodeOf = (number: number, shorter: Node): Node => {
      const own = nodes[number] ?? SHORTER;
      return own === SHORTER ? shorter : own;
    };
    const isLarge = rows.count >= MANY_PREFIXES && isWhole(destination);
    const own = { rows, over, values };
    const alike = isLarge ? builtBefore(own, built.large) : undefined;
    node = overDestination(diagram, destination, (bits) =>
      rows.build(diagram, bits, diagram.terminal(MISS), nodeOf, destination.care, alike),
    );
    // What is asked of the values of all lookups in it stops where these are known.
    if (rows.count >= MANY_PREFIXES) diagram.valuesOf(node);
    if (isLarge) built.large.push({ ...own, node });
    built.diagrams.push({ over, values, node });
  }
  before.set(asked, { values, node });
  return node;
}

/** Every address matters, and each bit is a variable of its own. */
function isWhole({ care, isPlain, bits }: Destination & { readonly care: Node }): boolean {
  return care === TRUE && isPlain && bits.every((bit) => bit > TRUE);
}

/** The diagram of a table that differs in few prefixes; undefined when there is none. */
function builtBefore(
  { rows, over, values }: Omit<LargeDiagram, 'node'>,
  large: readonly LargeDiagram[],
): BuiltBefore | undefined {
  for (const other of large) {
    if (other.over !== over) continue;
    const changes = rows.changesFrom(
      other.rows,
      (number, there) => values[number] === other.values[there],
    );
    if (changes !== undefined) return { node: other.node, changes };
  }
  return undefined;
}

/** The one value that all lists of candidates have; undefined when they differ, or some prefix is passed over. */
function onlyValue(values: readonly number[]): number | undefined {
  const [first] = values;
  return first !== SHORTER && values.every((value) => value === first) ? first : undefined;
}

/** No candidate of the prefix is taken: the next shorter prefix decides. */
const SHORTER = -1;

/** Reports whether findings give lists of candidates what others give them, under numbers of their own. */
function separateTheSame(
  theirs: readonly number[],
  own: readonly number[],
  isSame: (their: number, own: number) => boolean,
): boolean {
  const there = new Map<number, number>();
  const back = new Map<number, number>();
  return theirs.every((value, index) => {
    tick();
    const other = own[index] ?? SHORTER;
    if (!there.has(value) && !back.has(other) && (value === other || isSame(value, other))) {
      there.set(value, other);
      back.set(other, value);
    }
    return there.get(value) === other && back.get(other) === value;
  });
}

/** The bits of the destination. */
interface Destination {
  readonly bits: readonly Node[];
  /** Each is a constant, or a variable that comes after those before. */
  readonly isPlain: boolean;
  /** The same for the same bits only. */
  readonly number: number;
  /** What the bits are those of, if they are those of a coded number. */
  readonly coded: CodedNumber | undefined;
  /** The same, if it is chosen among constants. */
  readonly chosen: ChosenNumber | undefined;
}

function destinationOf({ diagram, family, registers }: Lookup, cache: TableCache): Destination {
  const words = ADDRESS_FIELDS.flowDst
    .slice(0, addressBits(family) / 32)
    .map((field) => registers[FIELD_INDEX[field]] ?? []);
  return cache.destination(diagram, words);
}

/** Reports whether each bit is a constant, or a variable that comes after those before. */
function arePlain(diagram: Diagram, bits: readonly Node[]): boolean {
  let last = -1;
  return bits.every((bit) => {
    if (bit === FALSE || bit === TRUE) return true;
    const after = diagram.level(bit) > last;
    last = diagram.level(bit);
    return after && diagram.low(bit) === FALSE && diagram.high(bit) === TRUE;
  });
}

/** A function of the address, built over its own variables or over others that are replaced then. */
function overDestination(
  diagram: Diagram,
  { bits, isPlain, coded, chosen }: Destination,
  build: (bits: readonly Node[]) => Node,
): Node {
  if (isPlain) return build(bits);
  const scratch = levelsOf('scratch');
  const first = scratch[0] ?? 0;
  const built = build(freeVector(diagram, scratch.slice(0, bits.length)));
  const valueAt = (address: number): number =>
    diagram.evaluate(built, (level) => (address >>> (31 - level + first)) & 1);
  if (coded !== undefined) return coded.map((address) => diagram.terminal(valueAt(address)));
  if (chosen !== undefined) return chosen.mapTo(valueAt);
  return diagram.compose(built, (level) => bits[level - first]);
}
