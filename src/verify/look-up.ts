import { addressBits, type Family } from '../address/family.js';
import { ADDRESS_FIELDS } from '../packet/field.js';
import type { AddressMap } from '../program/address-map.js';
import type { LoweredTable } from '../program/lowered-table.js';
import { FALSE, TRUE, type Diagram, type Node } from './engine/diagram.js';
import { changesKey, MISS, type Findings } from './findings.js';
import type { LiveSet } from './live-set.js';
import { FIELD_INDEX, type Registers } from './packet-space.js';
import type { Predicate } from '../predicate/predicate.js';
import { prepareTable, type PreparedTable } from './prepared-table.js';
import { PrefixTrie } from './prefix-trie.js';
import { levelsOf } from './variables.js';
import type { Assignment } from '../predicate/assignment.js';

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

/** Diagrams of tables that have been built, by what they were built for. */
export type TableCache = Map<LoweredTable, Map<string, Node>>;

/** What a table gives, as a function of the packet: the number of a finding, or {@link MISS}. */
export function lookUp(table: LoweredTable, lookup: Lookup, cache: TableCache): Node {
  const { diagram, condition } = lookup;
  const built = cache.get(table) ?? new Map<string, Node>();
  cache.set(table, built);
  const prepared = prepareTable(table);
  const conditions = prepared.conditions.map(condition);
  const destination = destinationBits(lookup);
  // Every combination of the routes' own conditions that some packet meets has a table of its own.
  const split = (index: number, packets: Node, met: readonly boolean[]): Node => {
    if (index === conditions.length) return tableOf(prepared, met, destination, lookup, built);
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
  readonly trie: PrefixTrie;
  readonly changes: ReadonlyMap<number, readonly Assignment[]>;
}

const preparedMaps = new WeakMap<AddressMap, PreparedMap>();

function prepareMap(map: AddressMap): PreparedMap {
  let known = preparedMaps.get(map);
  if (known !== undefined) return known;
  const trie = new PrefixTrie();
  const places = new Map<string, number>([['', 0]]);
  const changes = new Map<number, readonly Assignment[]>([[0, []]]);
  for (const entry of map.entries()) {
    const key = changesKey(entry.changes);
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    changes.set(place, entry.changes);
    trie.put(entry.prefix, place);
  }
  known = { trie, changes };
  preparedMaps.set(map, known);
  return known;
}

/** The changes that an address map has for each packet, by their place in its list. */
export function mapDestination(
  map: AddressMap,
  lookup: Lookup,
): { readonly place: Node; readonly changes: ReadonlyMap<number, readonly Assignment[]> } {
  const { trie, changes } = prepareMap(map);
  const place = overDestination(lookup.diagram, destinationBits(lookup), (levels) =>
    trie.build(lookup.diagram, levels, 0, (number) => number),
  );
  return { place, changes };
}

function tableOf(
  { lists, trie }: PreparedTable,
  met: readonly boolean[],
  destination: Destination,
  { diagram, findings, live }: Lookup,
  built: Map<string, Node>,
): Node {
  const over = `${live} ${destination.key}`;
  const asked = `${met.map(Number).join('')} ${over}`;
  let node = built.get(asked);
  if (node !== undefined) return node;
  const values = lists.map((list) => {
    const first = list.find(({ condition }) => met[condition] === true);
    if (first === undefined) return SHORTER;
    return first.resolution === 'throw' ? MISS : findings.numberOf(first.resolution, live);
  });
  // Other conditions can come to the same.
  const same = `=${values.join(' ')} ${over}`;
  node = built.get(same);
  if (node === undefined) {
    node = overDestination(diagram, destination, (levels) =>
      trie.build(diagram, levels, MISS, (number, shorter) => {
        const value = values[number] ?? SHORTER;
        return value === SHORTER ? shorter : value;
      }),
    );
    built.set(same, node);
  }
  built.set(asked, node);
  return node;
}

/** No candidate of the prefix is taken: the next shorter prefix decides. */
const SHORTER = -1;

/** The bits of the destination, and their variables when they are plain variables in ascending order. */
interface Destination {
  readonly bits: readonly Node[];
  readonly levels: readonly number[] | undefined;
  /** The same for the same bits only. */
  readonly key: string;
}

function destinationBits({ diagram, family, registers }: Lookup): Destination {
  const bits = ADDRESS_FIELDS.flowDst
    .slice(0, addressBits(family) / 32)
    .flatMap((field) => registers[FIELD_INDEX[field]] ?? []);
  const levels = bits.map((bit) => diagram.level(bit));
  const plain = bits.every(
    (bit, index) =>
      diagram.low(bit) === FALSE &&
      !diagram.isTerminal(bit) &&
      diagram.high(bit) === TRUE &&
      (levels[index] ?? 0) > (levels[index - 1] ?? -1),
  );
  return { bits, levels: plain ? levels : undefined, key: bits.join(' ') };
}

/** A function of the address, built over its own variables or over others that are replaced then. */
function overDestination(
  diagram: Diagram,
  { bits, levels }: Destination,
  build: (levels: readonly number[]) => Node,
): Node {
  if (levels !== undefined) return build(levels);
  const scratch = levelsOf('scratch');
  const first = scratch[0] ?? 0;
  const built = build(scratch.slice(0, bits.length));
  return diagram.compose(built, (level) => bits[level - first]);
}
