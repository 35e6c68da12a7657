import { addressFromWords, type Address } from '../../address/address.js';
import { printAddress } from '../../address/address-text.js';
import { addressBits, type Family } from '../../address/family.js';
import { ADDRESS_FIELDS, fieldMax, type AddressField, type Field } from '../../packet/field.js';
import type { Assignment } from '../../predicate/assignment.js';
import type { ChangedValues } from '../fate/changed-values.js';
import { FALSE, TRUE, type Diagram, type Node } from '../engine/diagram.js';
import {
  constantVector,
  isMasked,
  isSame,
  sameVector,
  withBits,
  type Vector,
} from '../engine/vector.js';
import { chosenNumberOf, isOfConstants, type ChosenNumber } from '../engine/chosen-number.js';
import { isGivenByConnection } from './given-by-connection.js';
import { FIELD_INDEX, type Registers } from './packet-space.js';
import { CHANGED, KEPT, printBits } from '../fate/known-bits.js';
import { levelsOf } from '../engine/variables.js';

/** What became of one part of a packet, as a function of the packet: values are places in `texts`. */
export interface HeaderValue {
  readonly node: Node;
  /** What each value says: a constant in the tools' notation, `kept`, or `changed` for anything else. */
  readonly texts: readonly string[];
}

/** Registers before the path and after it. */
export interface Passage {
  readonly diagram: Diagram;
  readonly family: Family;
  /**
   * A packet that had one of the constants before counts as kept, not as given it. What arrives is stated so; a socket that is bound to the
   * address that it would be given is one with those that are given it.
   */
  readonly keptFirst: boolean;
  /** The packets that there can be. */
  readonly packets: Node;
  /** Where parts that are something else are kept apart, for fates that are compared. */
  readonly changed: ChangedValues | undefined;
  readonly before: Registers;
  readonly after: Registers;
}

/** What became of a number: one of the constants, as it was, or something else. */
export function numberValue(
  passage: Passage,
  field: Field,
  constants: readonly number[],
): HeaderValue {
  const { diagram, before, after } = passage;
  const [from, to] = [read(before, field), read(after, field)];
  const otherwise = passage.changed?.wordOf(fieldMax(field), to) ?? CHANGED;
  if (isGivenByConnection(diagram, to)) return asChanged(passage, otherwise);
  const cases = constants.flatMap((value): readonly Case[] => {
    const is = isMasked(diagram, to, fieldMax(field), value);
    return is === FALSE ? [] : [[`${value}`, is]];
  });
  return decide(passage, cases, [[KEPT, isSame(diagram, from, to)]], otherwise);
}

/** What became of an address: one of the constants, as it was, or the packet's destination, or something else. */
export function addressValue(
  passage: Passage,
  field: 'src' | 'dst',
  constants: readonly Address[],
): HeaderValue {
  const { diagram, family, before, after } = passage;
  const words = ADDRESS_FIELDS[field].slice(0, addressBits(family) / 32);
  const own = (registers: Registers): readonly Vector[] =>
    words.map((word) => read(registers, word));
  const [from, to] = [own(before), own(after)];
  const otherwise = passage.changed?.wordOf(0xffffffff, to.flat()) ?? CHANGED;
  if (isGivenByConnection(diagram, to.flat())) return asChanged(passage, otherwise);
  const destination = ADDRESS_FIELDS.dst.slice(0, words.length).map((word) => read(before, word));
  // Whether two addresses that are both free are equal is a condition too large to write down: only the same function counts.
  const is = (other: readonly Vector[]): Node =>
    to.every((vector, index) => sameVector(vector, other[index] ?? [])) ? TRUE : FALSE;
  const kept: readonly Case[] = [
    [KEPT, is(from)],
    ['destination', is(destination)],
  ];
  const chosen = chosenAddress(to);
  if (chosen !== undefined && kept.every(([, holds]) => holds === FALSE)) {
    return chosenValue(passage, chosen, constants, kept, otherwise);
  }
  const cases = constants.flatMap((address): readonly Case[] => {
    let given: Node = TRUE;
    for (const [index, vector] of to.entries()) {
      given = diagram.and(given, isMasked(diagram, vector, 0xffffffff, address.words[index] ?? 0));
      if (given === FALSE) return [];
    }
    return [[printAddress(address), given]];
  });
  return decide(passage, cases, kept, otherwise);
}

/** An address of which one word is chosen among constants, and the others are constants. */
interface ChosenAddress {
  readonly index: number;
  readonly number: ChosenNumber;
  readonly words: readonly Vector[];
}

function chosenAddress(words: readonly Vector[]): ChosenAddress | undefined {
  const chosen = words.flatMap((vector, index): readonly ChosenAddress[] => {
    const number = chosenNumberOf(vector);
    return number === undefined ? [] : [{ index, number, words }];
  });
  const isRest = words.every((vector) => isOfConstants(vector));
  return isRest && chosen.length === 1 ? chosen[0] : undefined;
}

/** What {@link decide} gives for it when nothing is kept: there can be as many constants as there are services. */
function chosenValue(
  { keptFirst }: Passage,
  { index, number, words }: ChosenAddress,
  constants: readonly Address[],
  kept: readonly Case[],
  otherwise: string,
): HeaderValue {
  const occurring = new Set(number.values);
  const given = constants.filter(
    (address) =>
      occurring.has(address.words[index] ?? 0) &&
      words.every(
        (vector, place) =>
          place === index || sameVector(vector, constantVector(32, address.words[place] ?? 0)),
      ),
  );
  const first = keptFirst ? kept.length : 0;
  const places = new Map<number, number>();
  for (const [place, address] of given.entries()) {
    const word = address.words[index] ?? 0;
    if (!places.has(word)) places.set(word, first + place);
  }
  const texts = given.map((address) => printAddress(address));
  const others = kept.map(([text]) => text);
  return {
    node: number.mapTo((value) => places.get(value) ?? given.length + kept.length),
    texts: [...(keptFirst ? [...others, ...texts] : [...texts, ...others]), otherwise],
  };
}

/**
 * What became of a number of which rules change some bits: each group of bits that changes together is stated by itself. A packet that came with the
 * value that it has is stated as given it if it would be, had it come with another.
 */
export function maskedValues(
  passage: Passage,
  field: 'mark' | 'tos',
  groups: readonly BitGroup[],
): readonly HeaderValue[] {
  const { diagram, before, after } = passage;
  const [from, to] = [read(before, field), read(after, field)];
  return groups.map(({ mask, values }) => {
    const given = withBits(to, mask);
    const otherwise = passage.changed?.wordOf(mask, given) ?? CHANGED;
    if (isGivenByConnection(diagram, given)) return asChanged(passage, otherwise);
    const cases = values.map((value): Case => [
      printBits(field, { mask, value, changed: [] }),
      isMasked(diagram, to, mask, value),
    ]);
    const same = isSame(diagram, withBits(from, mask), given);
    const known = cases.map(([text, is]): Case => {
      const changed = diagram.all([passage.packets, is, diagram.not(same)]);
      const others = diagram.exists(changed, levelsOf(field));
      return [text, diagram.and(is, diagram.or(diagram.not(same), others))];
    });
    return decide({ ...passage, keptFirst: false }, known, [[KEPT, same]], otherwise);
  });
}

/** Bits of a number that are changed together, and the constants to which they are set. */
export interface BitGroup {
  readonly mask: number;
  readonly values: readonly number[];
}

/** The groups of a field's bits, from all changes that there are of it. */
export function bitGroups(
  field: 'mark' | 'tos',
  changes: readonly Assignment[],
): readonly BitGroup[] {
  const max = fieldMax(field);
  const sets = changes.flatMap((change) => (change.kind === 'bits' ? [change] : []));
  const touched = sets.map(({ keep, value }) => ((~keep & max) | value) >>> 0);
  let masks: readonly number[] = [max];
  for (const mask of touched) {
    masks = masks.flatMap((group) =>
      [(group & mask) >>> 0, (group & ~mask) >>> 0].filter((part) => part !== 0),
    );
  }
  return masks.map((mask) => ({
    mask,
    values: [
      ...new Set(
        sets.filter(({ keep }) => (keep & mask) === 0).map(({ value }) => (value & mask) >>> 0),
      ),
    ],
  }));
}

/** The addresses to which some changes set an address, whole. */
export function addressesSet(
  family: Family,
  field: AddressField,
  changes: readonly Assignment[],
): readonly Address[] {
  const words = ADDRESS_FIELDS[field].slice(0, addressBits(family) / 32).map((word) => {
    const set = changes.find((change) => change.kind === 'bits' && change.to === word);
    return set?.kind === 'bits' && set.keep === 0 ? set.value : undefined;
  });
  const known = words.flatMap((word) => (word === undefined ? [] : [word]));
  return known.length === words.length ? [addressFromWords(family, known)] : [];
}

type Case = readonly [text: string, condition: Node];

/** The first case that holds, or none of them. */
function decide(
  { diagram, keptFirst }: Passage,
  constants: readonly Case[],
  kept: readonly Case[],
  otherwise: string,
): HeaderValue {
  const cases = keptFirst ? [...kept, ...constants] : [...constants, ...kept];
  const texts = [...cases.map(([text]) => text), otherwise];
  const node = cases.reduceRight<Node>(
    (others, [, condition], index) =>
      condition === FALSE ? others : diagram.ite(condition, diagram.terminal(index), others),
    diagram.terminal(cases.length),
  );
  return { node, texts };
}

/** What a connection gives is stated as changed, whatever it happens to be: each coincidence would be a fate of its own. */
function asChanged({ diagram }: Passage, text: string): HeaderValue {
  return { node: diagram.terminal(0), texts: [text] };
}

function read(registers: Registers, field: Field): Vector {
  return registers[FIELD_INDEX[field]] ?? [TRUE];
}
