import type { Family } from '../../address/family.js';
import { programOf } from '../../evaluate/program-of.js';
import type { Namespace } from '../../namespace/namespace.js';
import { ADDRESS_FIELDS, type Field } from '../../packet/field.js';
import type { Predicate } from '../../predicate/predicate.js';
import type { Program } from '../../program/program.js';
import { isOfConstants } from '../engine/chosen-number.js';
import { CodedNumber, codedNumberOf } from '../engine/coded-number.js';
import type { Diagram, Node } from '../engine/diagram.js';
import { Substitution } from '../engine/substitution.js';
import { isInRange, sameVector, type Vector } from '../engine/vector.js';
import { FIELD_INDEX, type PacketSpace, type Registers } from '../packets/packet-space.js';
import type { Connections } from '../run/track-packets.js';
import type { Narrowed } from '../packets/free-blocks.js';
import { FIELD_LEVELS, levelsOf, type Block } from '../engine/variables.js';
import { askPredicate } from './field-tests.js';
import { codeWidth, numberClasses, type NumberClasses } from './number-classes.js';
import { partsOfPrograms } from './program-parts.js';
import { testsOfProgram, type ProgramTests } from './tests-of-program.js';

/** Fields that can't be coded are compared with each other. */
export class MixedFields extends Error {}

/** Some fields of packets coded: of the values that nothing on the path distinguishes there is one. */
export class CodedFields {
  readonly #decoded: Substitution;

  constructor(
    private readonly diagram: Diagram,
    /** The numbers that stand for the fields that are coded. */
    readonly numbers: ReadonlyMap<Field, CodedNumber>,
    classes: ReadonlyMap<number, () => Node>,
    private readonly mixed: ReadonlySet<string>,
    /** By field, what holds for the packets for which coded ones stand. */
    private readonly valid: ReadonlyMap<Block, Node>,
  ) {
    this.#decoded = new Substitution(diagram, classes);
  }

  /** A condition on coded packets as one on packets. */
  decode(condition: Node): Node {
    return this.diagram.all([this.#decoded.of(condition), ...this.valid.values()]);
  }

  /** A condition on coded packets, without the fields that say nothing, as one on packets. */
  decodeNarrowed({ condition, free }: Narrowed): Node {
    const valid = [...this.valid].flatMap(([block, node]) => (free.has(block) ? [] : [node]));
    return this.diagram.all([this.#decoded.of(condition), ...valid]);
  }

  /**
   * Sees to it that two fields of a packet are not compared with each other: their classes don't show whether they are equal.
   *
   * @throws MixedFields when they may be
   */
  checkComparisons(predicate: Predicate, registers: Registers): void {
    askPredicate(
      predicate,
      () => [],
      (field, other) => {
        if (!this.mixed.has(`${field} ${other}`)) return;
        const [a, b] = [registers[FIELD_INDEX[field]] ?? [], registers[FIELD_INDEX[other]] ?? []];
        if (sameVector(a, b)) return;
        if (isOfConstants(a) ? isKnown(b) : isOfConstants(b) && isKnown(a)) return;
        throw new MixedFields(`${field}, ${other}`);
      },
    );
  }
}

/**
 * Codes the fields of the packets of one family, for the paths of some namespaces: packets whose coded fields have values of the same
 * classes take the same way through each of them, and the same becomes of them.
 *
 * @param mixes - `seldom`: fields that could be compared with each other are coded, and each comparison is checked
 */
export function codeFields(
  space: PacketSpace,
  namespaces: readonly Namespace[],
  family: Family,
  connections: Connections,
  mixes: 'seldom' | 'always' = 'seldom',
): CodedFields {
  const { diagram } = space;
  const { tests, mixed } = askedOf(namespaces, family, connections, mixes);
  const numbers = new Map<Field, CodedNumber>();
  const decoded = new Map<number, () => Node>();
  const code = (name: Field, levels: readonly number[], found: NumberClasses): void => {
    const { values, classOf } = found;
    const coded = levels.slice(0, codeWidth(values.length));
    numbers.set(name, new CodedNumber(diagram, coded, values, levels.length));
    for (const [index, level] of coded.entries()) {
      const weight = coded.length - 1 - index;
      let known: Node | undefined;
      decoded.set(
        level,
        () => (known ??= diagram.whereValue(classOf, (place) => ((place >>> weight) & 1) === 1)),
      );
    }
  };
  for (const [field, asked] of tests) {
    const levels = field === 'sport' ? levelsOf('sport') : (FIELD_LEVELS.get(field) ?? []);
    const found = numberClasses(diagram, levels, asked);
    if (found !== undefined) code(field, levels, found);
  }
  const valid = DEVICES.map((block): readonly [Block, Node] => {
    const found = deviceNumbers(space, block);
    code(block, levelsOf(block), found);
    return [block, isInRange(diagram, space.block(block), 0, found.values.length - 1)];
  });
  return new CodedFields(diagram, numbers, decoded, mixed, new Map(valid));
}

const known = new WeakMap<Program, Map<string, ProgramTests>>();

/** What the paths of some namespaces ask of each field; of a single one it's worked out once. */
function askedOf(
  namespaces: readonly Namespace[],
  family: Family,
  connections: Connections,
  mixes: 'seldom' | 'always',
): ProgramTests {
  const programs = namespaces.map((namespace) => programOf(namespace, family));
  const [only, second] = programs;
  const before = only !== undefined && second === undefined ? known.get(only) : undefined;
  const key = `${connections} ${mixes}`;
  const found = before?.get(key);
  if (found !== undefined) return found;
  const asked = testsOfProgram(partsOfPrograms(programs), family, connections, mixes);
  for (const { links } of namespaces) {
    for (const { local } of links.toArray().flatMap(({ addresses }) => addresses)) {
      if (local.family !== family) continue;
      for (const [index, word] of local.words.entries()) {
        for (const address of ['src', 'dst'] as const) {
          asked.tests.get(ADDRESS_FIELDS[address][index] ?? address)?.value(word);
        }
      }
    }
  }
  if (only !== undefined && second === undefined) {
    known.set(only, (before ?? new Map<string, ProgramTests>()).set(key, asked));
  }
  return asked;
}

const DEVICES = ['iif', 'oif'] as const;

/** The numbers of devices, and 0; others are of no packet, and count as 0. */
function deviceNumbers(space: PacketSpace, block: 'iif' | 'oif'): NumberClasses {
  const { diagram, devices } = space;
  const classOf = devices.reduce<Node>(
    (others, name, index) =>
      diagram.ite(space.isDevice(block, name), diagram.terminal(index + 1), others),
    diagram.terminal(0),
  );
  return { values: [0, ...devices.map((_, index) => index + 1)], classOf };
}

/** Each of its values is a constant, or stands for a class. */
function isKnown(vector: Vector): boolean {
  return isOfConstants(vector) || codedNumberOf(vector) !== undefined;
}
