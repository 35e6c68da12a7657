import type { Host } from '../../host/host.js';
import type { Analysis } from '../ask/analysis.js';
import type { ChangedValues } from './changed-values.js';
import { constantsOf, type Constants } from '../packets/constants.js';
import type { Node } from '../engine/diagram.js';
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
  readonly pieces: readonly Piece[];
}

/** Returns what becomes of all packets of an analysis, in as few fates as say the same of each packet. */
export function fatesOf(host: Host, analysis: Analysis): Fates {
  const { fates, pieces, where } = toldFates(host, analysis, constantsOf([analysis]));
  const joined = joinedFates(fates, where, analysis);
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
 * @param changed - learns what parts are that are told as changed, and gives the word for it
 */
export function toldFates(
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
  const where = (number: number): Node =>
    diagram.any(
      (holders.get(number) ?? []).map(({ piece: { packets, found, numbers }, wanted }) => {
        if (wanted.size === numbers.size) return packets;
        return diagram.and(
          packets,
          diagram.whereValue(found, (value) => wanted.has(value)),
        );
      }),
    );
  return { fates, numbers: [...holders.keys()].toSorted((a, b) => a - b), where, pieces };
}

/** A piece in which some packets have a fate: those for which these were found. */
interface Holder {
  readonly piece: Piece;
  readonly wanted: Set<number>;
}
