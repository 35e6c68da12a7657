import { tick } from '../../bound.js';
import { boxesOf, type Box } from './boxes.js';
import type { Field } from '../../packet/field.js';
import { all, inRange, type Predicate } from '../../predicate/predicate.js';
import type { Dispatch, Statement } from '../../netfilter/statement.js';
import type { ProgramBuilder } from '../program-builder.js';
import type { StepId } from '../../program/step.js';

/** Where the rows of a dispatch lead. */
export interface DispatchExits {
  /** Where what a row does begins; the same list, the same step. */
  readonly does: (statements: readonly Statement[]) => StepId;
  readonly otherwise: StepId;
}

/**
 * Lowers a dispatch to tests that halve what is left: the first registers of the key are looked for among the numbers that rows have there, then the next
 * ones among the rows that are left. What takes a set of many elements takes few tests.
 */
export function lowerDispatch(
  builder: ProgramBuilder,
  { key, rows }: Dispatch,
  exits: DispatchExits,
): StepId {
  const fields = key.flatMap((part) => (part.kind === 'fields' ? part.fields : []));
  const boxes = rows.flatMap(({ parts, does }, order) => {
    const spans = parts.filter((part): part is Exclude<typeof part, Predicate> => isSpan(part));
    const rest = all(parts.filter((part): part is Predicate => !isSpan(part)));
    return boxesOf(key, spans).map((box) => ({ box, order, rest, does }));
  });
  return new Halving(builder, fields, exits).lower(boxes, 0);
}

function isSpan(part: Dispatch['rows'][number]['parts'][number]): boolean {
  return Array.isArray(part);
}

/** A box of numbers in which a row has the key, and what else has to hold. */
interface Place {
  readonly box: Box;
  readonly order: number;
  readonly rest: Predicate;
  readonly does: readonly Statement[];
}

class Halving {
  readonly #known = new Map<string, StepId>();

  constructor(
    private readonly builder: ProgramBuilder,
    private readonly fields: readonly Field[],
    private readonly exits: DispatchExits,
  ) {}

  /** The step at which the registers from one on are looked for in places that have those before it. */
  lower(places: readonly Place[], from: number): StepId {
    if (places.length === 0) return this.exits.otherwise;
    const field = this.fields[from];
    if (field === undefined) return this.#leaf(places);
    const name = `${from} ${places.map(({ order, box }) => `${order}:${box.number}`).join()}`;
    let step = this.#known.get(name);
    if (step === undefined) {
      step = this.#halve(field, segmentsOf(places, from), from);
      this.#known.set(name, step);
    }
    return step;
  }

  /** The first row that has the key counts. */
  #leaf(places: readonly Place[]): StepId {
    return places
      .toSorted((a, b) => a.order - b.order)
      .reduceRight(
        (otherwise, { rest, does }) => this.builder.test(rest, this.exits.does(does), otherwise),
        this.exits.otherwise,
      );
  }

  #halve(field: Field, segments: readonly Segment[], from: number): StepId {
    const steps = segments.map(({ places }) => this.lower(places, from + 1));
    const merged = segments.flatMap(({ high }, index) =>
      index + 1 < segments.length && steps[index] === steps[index + 1]
        ? []
        : [{ high, step: steps[index] ?? this.exits.otherwise }],
    );
    const between = (low: number, high: number): StepId => {
      tick();
      const only = merged[low];
      if (high - low <= 1) return only?.step ?? this.exits.otherwise;
      const middle = (low + high) >>> 1;
      const [left, right] = [between(low, middle), between(middle, high)];
      return this.builder.test(inRange(field, 0, merged[middle - 1]?.high ?? 0), left, right);
    };
    return between(0, merged.length);
  }
}

/** Numbers up to one, above those of the segment before, and the places that have all of them. */
interface Segment {
  readonly high: number;
  readonly places: readonly Place[];
}

/** The numbers of a register in ascending order, as they are distinguished by places. */
function segmentsOf(places: readonly Place[], from: number): readonly Segment[] {
  const begins = places.toSorted((a, b) => lowOf(a, from) - lowOf(b, from));
  const cuts = new Set<number>();
  for (const place of places) {
    const [low, high] = place.box.ranges[from] ?? [0, LAST];
    if (low > 0) cuts.add(low - 1);
    cuts.add(high);
  }
  cuts.add(LAST);
  let next = 0;
  let open: Place[] = [];
  let low = 0;
  return [...cuts]
    .toSorted((a, b) => a - b)
    .map((high): Segment => {
      open = open.filter(({ box }) => (box.ranges[from]?.[1] ?? LAST) >= low);
      for (let place = begins[next]; place !== undefined && lowOf(place, from) <= low;) {
        open.push(place);
        place = begins[++next];
      }
      low = high + 1;
      return { high, places: open.slice() };
    });
}

const LAST = 0xffffffff;

function lowOf({ box }: Place, from: number): number {
  return box.ranges[from]?.[0] ?? 0;
}
