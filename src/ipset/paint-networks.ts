import { tick } from '../bound.js';
import type { Prefix } from '../address/prefix.js';
import { ADDRESS_FIELDS, type AddressField, type Field } from '../packet/field.js';
import {
  all,
  ALWAYS,
  any,
  inRange,
  isAlways,
  isNever,
  masked,
  NEVER,
  not,
  type Predicate,
} from '../predicate/predicate.js';

/** What must hold besides for the addresses of a network. */
export interface PaintedNetwork {
  readonly prefix: Prefix;
  readonly value: Predicate;
  /** For which of them the network decides, all when left out; for others the next longer one that they lie in does. */
  readonly decides?: Predicate;
}

/** Values from..to of a register, and what must hold besides. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly value: Predicate;
}

const LAST = 0xffffffff;
/** Branches that are tested one after the other; of more the half in which the packet lies is found first. */
const TESTED_IN_TURN = 4;

/** Holds when what the longest network that an address lies in asks for holds; never when it lies in none. */
export function paintNetworks(field: AddressField, networks: readonly PaintedNetwork[]): Predicate {
  return paintWord(field, 0, networks, NEVER);
}

/** Holds when the rest holds that goes with a register's value; never when none does. Values must differ. */
export function paintValues(
  field: Field,
  values: readonly { readonly at: number; readonly value: Predicate }[],
): Predicate {
  const spans = values.map(({ at, value }) => ({ from: at, to: at, value }));
  return choose(field, united(spans.toSorted((a, b) => a.from - b.from)));
}

/** The networks that are distinguished from this word of the address on, in one that asks for `outer`. */
function paintWord(
  field: AddressField,
  index: number,
  networks: readonly PaintedNetwork[],
  outer: Predicate,
): Predicate {
  const painter = new Painter(outer);
  for (const stroke of strokes(index, networks)) {
    tick();
    painter.paint(stroke, (below) =>
      stroke.longer === undefined
        ? decided(stroke, below)
        : paintWord(field, index + 1, stroke.longer, below),
    );
  }
  return choose(ADDRESS_FIELDS[field][index] ?? field, united(painter.finish()));
}

/** What holds in a network that lies in one for which `below` holds. */
function decided({ value, decides = ALWAYS }: Stroke, below: Predicate): Predicate {
  if (isAlways(decides)) return value;
  return any([value, decides === value ? below : all([not(decides), below])]);
}

/** What one word of the address sees of a network, or of all those that share the word and go on in the next. */
interface Stroke extends Span {
  readonly decides?: Predicate | undefined;
  readonly longer: readonly PaintedNetwork[] | undefined;
}

/** In the order in which they're painted: from the left, and what is inside another after it. */
function strokes(index: number, networks: readonly PaintedNetwork[]): readonly Stroke[] {
  const ends: Stroke[] = [];
  const longer = new Map<number, PaintedNetwork[]>();
  for (const network of networks) {
    tick();
    const { prefix, value, decides } = network;
    const from = prefix.address.words[index] ?? 0;
    const bits = prefix.length - 32 * index;
    if (bits <= 32) {
      ends.push({ from, to: from + 2 ** (32 - bits) - 1, value, decides, longer: undefined });
      continue;
    }
    const group = longer.get(from);
    if (group === undefined) longer.set(from, [network]);
    else group.push(network);
  }
  const further = [...longer].map(([from, group]) => ({
    from,
    to: from,
    value: NEVER,
    longer: group,
  }));
  // Sorting keeps the order of what is as large: a network of the whole word comes before those inside it.
  return [...ends, ...further].toSorted((a, b) => a.from - b.from || b.to - a.to);
}

/** Makes spans that don't overlap of networks that lie in each other. */
class Painter {
  readonly #spans: Span[] = [];
  readonly #open: { readonly to: number; readonly value: Predicate }[];
  #next = 0;

  constructor(outer: Predicate) {
    this.#open = [{ to: LAST, value: outer }];
  }

  paint({ from, to }: Span, value: (below: Predicate) => Predicate): void {
    while (this.#top.to < from) this.#close();
    const below = this.#top.value;
    this.#fill(from - 1, below);
    this.#open.push({ to, value: value(below) });
  }

  finish(): readonly Span[] {
    while (this.#open.length > 0) this.#close();
    return this.#spans;
  }

  get #top(): { readonly to: number; readonly value: Predicate } {
    return this.#open.at(-1) ?? { to: LAST, value: NEVER };
  }

  #close(): void {
    const { to, value } = this.#top;
    this.#fill(to, value);
    this.#open.pop();
  }

  #fill(to: number, value: Predicate): void {
    if (to < this.#next) return;
    this.#spans.push({ from: this.#next, to, value });
    this.#next = to + 1;
  }
}

/** Spans that touch and ask for the same as one, without those that never hold. */
function united(spans: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  for (const span of spans) {
    tick();
    const last = found.at(-1);
    if (last?.to === span.from - 1 && isSame(last.value, span.value)) {
      found[found.length - 1] = { ...last, to: span.to };
    } else if (!isNever(span.value)) {
      found.push(span);
    }
  }
  return found;
}

function isSame(a: Predicate, b: Predicate): boolean {
  return a === b || (isAlways(a) && isAlways(b));
}

function choose(field: Field, spans: readonly Span[]): Predicate {
  if (spans.length <= TESTED_IN_TURN) {
    return any(spans.map(({ from, to, value }) => all([inSpan(field, from, to), value])));
  }
  const middle = spans.length >> 1;
  return any([half(field, spans.slice(0, middle)), half(field, spans.slice(middle))]);
}

function half(field: Field, spans: readonly Span[]): Predicate {
  const [from = 0, to = 0] = [spans[0]?.from, spans.at(-1)?.to];
  return all([inRange(field, from, to), choose(field, spans)]);
}

/** Networks are masks where they can be: so they're stated, and looked up in tables. */
function inSpan(field: Field, from: number, to: number): Predicate {
  const size = to - from + 1;
  const isNetwork = Number.isInteger(Math.log2(size)) && from % size === 0;
  return isNetwork ? masked(field, (LAST - (size - 1)) >>> 0, from) : inRange(field, from, to);
}
