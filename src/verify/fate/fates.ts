import type { Host } from '../../host/host.js';
import type { Analysis } from '../ask/analysis.js';
import type { ChangedValues } from './changed-values.js';
import { constantsOf, type Constants } from '../packets/constants.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import { fateText, type Fate } from './fate.js';
import { FateMaker, type Piece } from './fate-maker.js';
import { joinedFates } from './join-fates.js';

/** What becomes of every packet that was followed. */
export interface Fates {
  /** The fates by number; 0 is none. Some are of no packet. */
  readonly fates: readonly (Fate | undefined)[];
  /** The numbers of the fates that packets have, ascending. */
  readonly numbers: readonly number[];
  /** The packets of one fate. */
  readonly where: (number: number) => Node;
  /** Reports whether a condition holds for some of them: what they are is not worked out for that. */
  readonly meet: (number: number, condition: Node) => boolean;
  readonly pieces: readonly Piece[];
}

/** Returns what becomes of all packets of an analysis, in as few fates as say the same of each packet. */
export function fatesOf(host: Host, analysis: Analysis): Fates {
  const { fates, pieces, meet } = statedFates(host, analysis, constantsOf([analysis]));
  const joined = joinedFates(fates, meet, analysis);
  if (joined.size === 0) return fatesIn(fates, pieces, analysis);
  const renumbered = pieces.map(({ packets, found, numbers }) => ({
    packets,
    found,
    numbers: new Map([...numbers].map(([value, its]) => [value, joined.get(its) ?? its])),
  }));
  return fatesIn(fates, renumbered, analysis);
}

/**
 * Returns what becomes of all packets of an analysis, by what happens to them: more than one fate can say the same of a packet.
 *
 * @param changed - learns what parts are that are stated as changed, and gives the word for it
 */
export function statedFates(
  host: Host,
  analysis: Analysis,
  constants: Constants,
  changed?: ChangedValues,
): Fates {
  const fates: (Fate | undefined)[] = [undefined];
  const known = new Map<string, number>();
  const numberOf = (fate: Fate): number => {
    const key = fateText(fate);
    const number = known.get(key) ?? fates.length;
    if (number === fates.length) fates.push(fate);
    known.set(key, number);
    return number;
  };
  const pieces = new FateMaker(host, analysis, constants, changed).pieces(numberOf);
  return fatesIn(fates, pieces, analysis);
}

/** The fates of pieces, by their numbers. */
function fatesIn(
  fates: Fates['fates'],
  pieces: readonly Piece[],
  { space: { diagram } }: Analysis,
): Fates {
  const holders = new Map<number, Holder[]>();
  for (const piece of pieces) {
    for (const [value, number] of piece.numbers) {
      const of = holders.get(number) ?? [];
      const last = of.at(-1);
      if (last !== undefined && last.piece === piece) last.wanted.add(value);
      else of.push({ piece, wanted: new Set([value]) });
      if (of.length === 1) holders.set(number, of);
    }
  }
  const ofPiece = new PieceParts(diagram);
  const where = (number: number): Node =>
    diagram.any(
      (holders.get(number) ?? []).map(({ piece, wanted }) => {
        if (wanted.size === piece.numbers.size) return piece.packets;
        return ofPiece.where(piece, wanted);
      }),
    );
  const meet = (number: number, condition: Node): boolean =>
    (holders.get(number) ?? []).some(({ piece, wanted }) => {
      const met = ofPiece.met(piece, condition);
      for (const value of wanted) if (met.has(value)) return true;
      return false;
    });
  return { fates, numbers: [...holders.keys()].toSorted((a, b) => a - b), where, meet, pieces };
}

/** More values than this a piece has are found in one walk, when the packets of one are asked for. */
const FEW_VALUES = 256;

/** The packets of pieces by what was found for them. */
class PieceParts {
  readonly #divided = new Map<Piece, ReadonlyMap<number, Node>>();
  readonly #met = new Map<Node, Map<Piece, ReadonlySet<number>>>();

  constructor(private readonly diagram: Diagram) {}

  /** The packets for which one of some things was found. */
  where(piece: Piece, wanted: ReadonlySet<number>): Node {
    const { packets, found, numbers } = piece;
    const { diagram } = this;
    if (numbers.size <= FEW_VALUES) {
      return diagram.and(
        packets,
        diagram.whereValue(found, (value) => wanted.has(value)),
      );
    }
    let divided = this.#divided.get(piece);
    if (divided === undefined) {
      divided = new Map(diagram.divide(packets, found));
      this.#divided.set(piece, divided);
    }
    return diagram.any([...wanted].map((value) => divided.get(value) ?? FALSE));
  }

  /** What was found for packets for which a condition holds. */
  met(piece: Piece, condition: Node): ReadonlySet<number> {
    let ofCondition = this.#met.get(condition);
    if (ofCondition === undefined) {
      ofCondition = new Map<Piece, ReadonlySet<number>>();
      this.#met.set(condition, ofCondition);
    }
    let met = ofCondition.get(piece);
    if (met === undefined) {
      met = new Set(this.diagram.valuesWhere(piece.found, piece.packets, condition));
      ofCondition.set(piece, met);
    }
    return met;
  }
}

/** A piece in which some packets have a fate: those for which these were found. */
interface Holder {
  readonly piece: Piece;
  readonly wanted: Set<number>;
}
