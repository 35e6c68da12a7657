import type { Host } from '../../host/host.js';
import type { Analysis } from '../ask/analysis.js';
import { ChangedValues, withoutNumbers } from './changed-values.js';
import { constantsOf } from '../packets/constants.js';
import { FALSE, TRUE, type Diagram, type Node } from '../engine/diagram.js';
import { HEADER_PARTS, type Fate } from './fate.js';
import type { Piece } from './fate-maker.js';
import { statedFates } from './fates.js';
import { DifferingParts } from './differing-parts.js';
import { withoutShared } from './shared-pieces.js';
import { ALIKE, Tuples } from '../run/tuples.js';

/** Packets with one fate on one host and another on another. */
export interface Changed {
  /** Null when they can't be there. */
  readonly before: Fate | null;
  readonly after: Fate | null;
  readonly condition: Node;
}

/** What two functions are together, and the pairs of values that they have somewhere. */
interface Pairs {
  readonly node: Node;
  readonly values: readonly {
    readonly value: number;
    readonly before: number;
    readonly after: number;
  }[];
}

/**
 * The packets whose fates on two hosts are not the same, by both fates. The fates are compared piece by piece: what the hosts' tables find
 * is looked at only where pieces meet that differ in it.
 *
 * @param differ - returns whether two fates count as different, whatever they state of the header: that is seen to here
 */
export function* compareFates(
  [a, b]: readonly [Host, Host],
  [first, second]: readonly [Analysis, Analysis],
  differ: (before: Fate | null, after: Fate | null) => boolean,
): Iterable<Changed> {
  const { diagram } = first.space;
  const constants = constantsOf([first, second]);
  const changed = new ChangedValues();
  const headers = new DifferingParts(first, changed);
  const before = statedFates(a, first, constants, changed);
  const after = statedFates(b, second, constants, changed);
  const orderOf = (from: number, to: number): number => from * after.fates.length + to;
  const known = new Map<number, Node>();
  const differing = (from: number, to: number): Node => {
    let node = known.get(orderOf(from, to));
    if (node === undefined) {
      const [one = null, other = null] = [before.fates[from], after.fates[to]];
      if (differ(one, other)) node = TRUE;
      else if (one === null || other === null) node = FALSE;
      else node = headers.of(one, other);
      known.set(orderOf(from, to), node);
    }
    return node;
  };
  const pairs = new PairsOf(diagram);
  const [ones, others] = withoutShared(diagram, before, after);
  const pieces = pairs.of(pieceNumbers(diagram, ones), pieceNumbers(diagram, others));
  // What is in no piece can't be there, or is in a piece that both have.
  const packetsOf = (piece: Piece | undefined, { packets }: Analysis): Node =>
    piece === undefined ? diagram.not(packets) : piece.packets;
  const changes: (Changed & { readonly order: number })[] = [];
  for (const place of pieces.values) {
    const [one, other] = [ones[place.before - 1], others[place.after - 1]];
    const none = diagram.terminal(0);
    const differs = [...(one?.numbers ?? [])].some(([value, from]) => {
      const to = other?.numbers.get(value);
      return to !== undefined && differing(from, to) !== FALSE;
    });
    // As a rule the same finding is the same fate: where both find the same there is nothing to report.
    const found = pairs.of(one?.found ?? none, other?.found ?? none, differs);
    const byFates = new Map<number, Set<number>>();
    for (const { value, before: left, after: right } of found.values) {
      const [from, to] = [one?.numbers.get(left) ?? 0, other?.numbers.get(right) ?? 0];
      if (differing(from, to) === FALSE) continue;
      const order = orderOf(from, to);
      const wanted = byFates.get(order) ?? new Set();
      byFates.set(order, wanted.add(value));
    }
    if (byFates.size === 0) continue;
    const here = diagram.and(packetsOf(one, first), packetsOf(other, second));
    const met = new Set(diagram.valuesWhere(found.node, here));
    for (const [order, wanted] of byFates) {
      if (![...wanted].some((value) => met.has(value))) continue;
      const [from, to] = [Math.floor(order / after.fates.length), order % after.fates.length];
      const whole = [...met].every((value) => wanted.has(value));
      const condition = diagram.all([
        here,
        whole ? TRUE : diagram.whereValue(found.node, (value) => wanted.has(value)),
        differing(from, to),
      ]);
      if (condition === FALSE) continue;
      changes.push({
        order,
        before: shown(before.fates[from]),
        after: shown(after.fates[to]),
        condition,
      });
    }
  }
  yield* changes.toSorted((x, y) => x.order - y.order);
}

function shown(fate: Fate | undefined): Fate | null {
  if (fate === undefined) return null;
  const known = { ...fate };
  for (const part of HEADER_PARTS) known[part] = withoutNumbers(fate[part]);
  return known;
}

/** The number of the piece in which each packet is, from 1; 0 for what is no packet. */
function pieceNumbers(diagram: Diagram, pieces: readonly Piece[]): Node {
  const none = diagram.terminal(0);
  // Two by two: no packet is in two pieces, and what is small stays so for long.
  let round = pieces.map((piece, index) => diagram.and(piece.packets, diagram.terminal(index + 1)));
  while (round.length > 1) {
    round = Array.from({ length: Math.ceil(round.length / 2) }, (_, index) => {
      const [one = none, other = none] = round.slice(2 * index, 2 * index + 2);
      return diagram.or(one, other);
    });
  }
  return round[0] ?? none;
}

/** Pairs of functions, each put together once. */
class PairsOf {
  readonly #known = new Map<string, Pairs>();

  constructor(private readonly diagram: Diagram) {}

  /** @param whole - pairs of equal values are reported as well */
  of(a: Node, b: Node, whole = true): Pairs {
    const key = `${a} ${b} ${whole}`;
    let pairs = this.#known.get(key);
    if (pairs === undefined) {
      const tuples = new Tuples(this.diagram);
      const node = whole ? tuples.combine([a, b]) : tuples.combineDifferent(a, b);
      const values = this.diagram.valuesOf(node).flatMap((value) => {
        if (!whole && value === ALIKE) return [];
        const [before = 0, after = 0] = tuples.values(value, 2);
        return [{ value, before, after }];
      });
      pairs = { node, values };
      this.#known.set(key, pairs);
    }
    return pairs;
  }
}
