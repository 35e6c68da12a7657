import { parseAddress } from '../../address/address-text.js';
import { addressBits } from '../../address/family.js';
import { ADDRESS_FIELDS } from '../../packet/field.js';
import type { Analysis } from '../ask/analysis.js';
import type { ChangedValue, ChangedValues } from './changed-values.js';
import { FALSE, TRUE, type Diagram, type Node } from '../engine/diagram.js';
import {
  areNear,
  constantVector,
  isMasked,
  isSame,
  withBits,
  type Vector,
} from '../engine/vector.js';
import { HEADER_PARTS, type Fate } from './fate.js';
import { isGivenByConnection } from '../packets/given-by-connection.js';
import { FIELD_INDEX } from '../packets/packet-space.js';
import { KEPT, readBits, type KnownBits } from './known-bits.js';

type HeaderPart = (typeof HEADER_PARTS)[number];

/**
 * Returns which packets end with another header by one fate than by another. One fate can name a value where another says that packets keep
 * theirs, or are given it by their connection: for those that have it that is the same.
 */
export class DifferingParts {
  readonly #diagram: Diagram;
  readonly #known = new Map<string, Node>();

  /**
   * @param analysis - of the packets that have the fates
   * @param changed - what the fates state as changed
   */
  constructor(
    private readonly analysis: Pick<Analysis, 'space' | 'registers' | 'options'>,
    private readonly changed: ChangedValues,
  ) {
    this.#diagram = analysis.space.diagram;
  }

  /** The packets whose headers differ by two fates. */
  of(one: Fate, other: Fate): Node {
    return this.#diagram.any(HEADER_PARTS.map((part) => this.#part(part, one[part], other[part])));
  }

  #part(part: HeaderPart, one: string, other: string): Node {
    if (one === other) return FALSE;
    const key = `${part} ${one} ${other}`;
    let node = this.#known.get(key);
    if (node === undefined) {
      node =
        part === 'mark' || part === 'tos'
          ? this.#bits(part, readBits(part, one), readBits(part, other))
          : this.#value(part, one, other);
      this.#known.set(key, node);
    }
    return node;
  }

  /** Different texts that state nothing as changed state different values. */
  #value(part: Exclude<HeaderPart, 'mark' | 'tos'>, one: string, other: string): Node {
    const diagram = this.#diagram;
    const [a, b] = [this.changed.valueOf(one), this.changed.valueOf(other)];
    if (a === undefined && b === undefined) return TRUE;
    const [left, right] = [
      a?.vector ?? this.#vectorOf(part, one),
      b?.vector ?? this.#vectorOf(part, other),
    ];
    if (part === 'src' || part === 'dst') {
      // Whether addresses are equal that are both free is a condition too large to write down.
      if (!areComparable(diagram, left, right)) return TRUE;
    }
    return diagram.not(isSame(diagram, left, right));
  }

  #vectorOf(part: Exclude<HeaderPart, 'mark' | 'tos'>, text: string): Vector {
    if (part === 'sport' || part === 'dport') {
      return text === KEPT ? this.#came(part) : constantVector(16, Number(text));
    }
    if (text !== KEPT && text !== 'destination') {
      return parseAddress(text).words.flatMap((word) => constantVector(32, word));
    }
    const words = addressBits(this.analysis.options.family) / 32;
    const address = ADDRESS_FIELDS[text === KEPT ? part : 'dst'];
    return address.slice(0, words).flatMap((word) => this.#came(word));
  }

  #came(field: keyof typeof FIELD_INDEX): Vector {
    return this.analysis.registers[FIELD_INDEX[field]] ?? [];
  }

  /** Both fates state the same groups of bits. */
  #bits(part: 'mark' | 'tos', one: KnownBits, other: KnownBits): Node {
    const diagram = this.#diagram;
    const both = one.mask & other.mask;
    if (((one.value ^ other.value) & both) !== 0) return TRUE;
    const came = this.#came(part);
    const [a, b] = [this.#changedBits(one), this.#changedBits(other)];
    const against = (
      groups: readonly ChangedValue[],
      known: KnownBits,
      others: readonly ChangedValue[],
    ): readonly Node[] =>
      groups.map(({ mask, vector }) => {
        const twin = others.find((group) => group.mask === mask);
        if (twin !== undefined) return isSame(diagram, vector, twin.vector);
        if ((known.mask & mask) !== 0) {
          return isMasked(diagram, vector, mask, (known.value & mask) >>> 0);
        }
        return isSame(diagram, vector, withBits(came, mask));
      });
    const given = (known: KnownBits, keeps: number): Node => {
      const mask = (known.mask & keeps) >>> 0;
      return isMasked(diagram, came, mask, (known.value & mask) >>> 0);
    };
    return diagram.not(
      diagram.all([
        ...against(a, other, b),
        ...against(b, one, a),
        given(one, keptBits(other, b)),
        given(other, keptBits(one, a)),
      ]),
    );
  }

  #changedBits({ changed }: KnownBits): readonly ChangedValue[] {
    return changed.flatMap((word) => this.changed.valueOf(word) ?? []);
  }
}

/** The bits that are neither known nor changed. */
function keptBits({ mask: known }: KnownBits, changed: readonly ChangedValue[]): number {
  return ~changed.reduce((mask, group) => mask | group.mask, known);
}

function areComparable(diagram: Diagram, a: Vector, b: Vector): boolean {
  if ([a, b].some((vector) => vector.every((bit) => bit <= TRUE))) return true;
  return (
    isGivenByConnection(diagram, a) === isGivenByConnection(diagram, b) && areNear(diagram, a, b)
  );
}
