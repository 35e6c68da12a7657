import { ADDRESS_FIELDS, fieldMax, FIELD_NAMES } from '../../packet/field.js';
import { ROUTE_REGISTERS, SHARED_FIELDS } from '../../program/cell.js';
import type { FlatMap } from '../flat-map.js';
import { shifted } from '../flat-map.js';
import type { FlatProgram } from '../flat-program.js';
import type { FlatTable } from '../flat-table.js';
import { OP } from '../op.js';
import { slotOf } from '../slots.js';
import { GROUP_WORDS, RUN_WORDS, SIGN } from '../test-index.js';
import type { Observer, Side } from './observer.js';
import {
  addTo,
  changeBits,
  constantOrigin,
  isConstant,
  isField,
  joinBits,
  type MaybeOrigin,
} from './origin.js';

const FLOW_DST = ADDRESS_FIELDS.flowDst.map(slotOf);
const SIDES = { src: ADDRESS_FIELDS.src.map(slotOf), dst: ADDRESS_FIELDS.dst.map(slotOf) };
const KEPT = ROUTE_REGISTERS.map(slotOf);
const SHARED = SHARED_FIELDS.map(slotOf);

/** A table in which an address of the packet was looked up. */
export interface Looked {
  readonly table: FlatTable;
  /** Undefined: not an address of the packet, but always the same one. */
  readonly side: Side | undefined;
}

/** What a walk has come to. */
export interface Retraced {
  /** What each register holds at its end. */
  readonly origins: readonly MaybeOrigin[];
  /** The counters that it has moved on, each as often as it has. */
  readonly counters: readonly number[];
  /** The table that the last lookup took a route from; undefined when none did. */
  readonly looked: Looked | undefined;
}

/**
 * Goes over the instructions that a walk has gone through, and shows the observer all by which it came to go there. Gives what it came
 * to; undefined when that hangs on more than an observer can be shown: on packets before it, or on numbers made of several fields.
 *
 * @param packet - the registers as the packet came
 * @param begin - what each register held then, for every packet
 * @param trail - the places of the instructions, one after the other
 * @param shown - what the observer was shown of the program's indexes before: they are long
 */
export function retrace(
  program: FlatProgram,
  packet: Int32Array,
  begin: readonly MaybeOrigin[],
  trail: readonly number[],
  observer: Observer,
  shown: Set<string>,
): Retraced | undefined {
  const walk = new Retrace(program, packet, begin, observer, shown);
  return trail.every((pc) => walk.step(pc)) ? walk.result() : undefined;
}

/** What is put aside of a packet. */
interface Kept {
  readonly origins: readonly MaybeOrigin[];
  readonly looked: Looked | undefined;
}

class Retrace {
  readonly #code: Int32Array;
  #origins: MaybeOrigin[];
  readonly #counters: number[] = [];
  #looking: Looked | undefined;
  #looked: Looked | undefined;
  #kept: Kept | undefined;
  /** What packets are that have emitted the one at hand, one another. */
  readonly #emitting: (Kept & { readonly kept: Kept | undefined })[] = [];

  constructor(
    private readonly program: FlatProgram,
    private readonly packet: Int32Array,
    begin: readonly MaybeOrigin[],
    private readonly observer: Observer,
    private readonly shown: Set<string>,
  ) {
    this.#code = program.code;
    this.#origins = [...begin];
  }

  result(): Retraced {
    return { origins: this.#origins, counters: this.#counters, looked: this.#looked };
  }

  /** Goes over one instruction; false when what it does hangs on more than can be shown. */
  step(pc: number): boolean {
    switch (this.#word(pc)) {
      case OP.masked:
        return this.#masked(this.#origin(pc + 1), this.#word(pc + 2), this.#word(pc + 3));
      case OP.range:
        return this.#range(
          this.#origin(pc + 1),
          this.#word(pc + 2) ^ SIGN,
          this.#word(pc + 3) ^ SIGN,
        );
      case OP.same:
        return this.#same(this.#origin(pc + 1), this.#origin(pc + 2));
      case OP.sets:
      case OP.moves:
      case OP.bits:
      case OP.copy:
      case OP.add:
        this.#change(pc);
        return true;
      case OP.lookup:
        return this.#lookup(this.program.tables[this.#word(pc + 1)]);
      case OP.take:
        this.#looked = this.#looking;
        return true;
      case OP.pass:
        // Of an address that is always the same one, every prefix is known.
        return this.#looking?.side === undefined;
      case OP.resolve:
        this.#looked = undefined;
        return true;
      case OP.keep:
        this.#kept = { origins: KEPT.map((slot) => this.#origins[slot]), looked: this.#looked };
        return true;
      case OP.recall:
        this.#recall();
        return true;
      case OP.count:
        this.#counters.push(this.#word(pc + 1));
        return true;
      case OP.index:
        return this.#index(this.#word(pc + 1));
      case OP.map:
        return this.#map(this.program.maps[this.#word(pc + 1)]);
      case OP.track:
      case OP.confirm:
      case OP.choose:
      case OP.pick:
        return false;
      case OP.emit:
        this.#emitting.push({
          origins: [...this.#origins],
          looked: this.#looked,
          kept: this.#kept,
        });
        return true;
      case OP.end:
        this.#goOn();
        return true;
      case OP.stop:
      case OP.chain:
      case OP.table:
      case OP.leave:
      case OP.finish:
      case OP.rule:
      case OP.forget:
      case OP.open:
      case OP.close:
        return true;
      default:
        throw new RangeError(`code: there is no instruction ${this.#word(pc)}`);
    }
  }

  #word(at: number): number {
    return this.#code[at] ?? 0;
  }

  /** What the register holds whose number stands at a place of the code. */
  #origin(at: number): MaybeOrigin {
    return this.#origins[this.#word(at)];
  }

  #masked(origin: MaybeOrigin, mask: number, value: number): boolean {
    if (origin === undefined) return false;
    if (isConstant(origin)) return true;
    const { from, keep, by } = origin;
    if (by !== 0) {
      const whole = (fieldMax(FIELD_NAMES[from] ?? 'src') & ~mask) === 0;
      return whole && this.#range(origin, value, value);
    }
    const wanted = value ^ (origin.value & mask);
    const decides = (keep & mask) !== 0 && (wanted & ~(keep & mask)) === 0;
    if (decides) this.observer.masked(from, keep & mask, wanted);
    return true;
  }

  #range(origin: MaybeOrigin, from: number, to: number): boolean {
    if (origin === undefined) return false;
    if (isConstant(origin)) return true;
    const { by, max } = origin;
    if (origin.keep !== -1 || origin.value !== 0) return false;
    const [first, last] = [from >>> 0, to >>> 0];
    const low = by === 0 ? first : first === 0 ? 0 : first - by;
    const high = by === 0 ? last : last >= max >>> 0 ? 0xffffffff : last - by;
    if (low <= high && low <= 0xffffffff && high >= 0) {
      this.observer.range(origin.from, Math.max(low, 0), Math.min(high, 0xffffffff));
    }
    return true;
  }

  #same(a: MaybeOrigin, b: MaybeOrigin): boolean {
    if (a === undefined || b === undefined) return false;
    if (isConstant(a)) return this.#masked(b, -1, a.value);
    if (isConstant(b)) return this.#masked(a, -1, b.value);
    // Of the same bits of one field only what was made of them differs.
    return a.from === b.from && a.keep === b.keep && a.by === b.by;
  }

  #change(pc: number): void {
    const origins = this.#origins;
    const to = this.#word(pc + 1);
    switch (this.#word(pc)) {
      case OP.sets:
        for (let at = pc + 3; at < pc + 3 + 2 * to; at += 2) {
          origins[this.#word(at)] = constantOrigin(this.#word(at + 1));
        }
        break;
      case OP.moves:
        for (let at = pc + 3; at < pc + 3 + 2 * to; at += 2) {
          origins[this.#word(at)] = this.#origin(at + 1);
        }
        break;
      case OP.bits:
        origins[to] = changeBits(origins[to], this.#word(pc + 2), this.#word(pc + 3));
        break;
      case OP.copy:
        origins[to] = joinBits(
          changeBits(origins[to], this.#word(pc + 2), 0),
          moved(this.#origin(pc + 3), this.#word(pc + 4), this.#word(pc + 5)),
        );
        break;
      default:
        origins[to] = addOrigin(origins[to], this.#word(pc + 2), this.#word(pc + 3));
    }
  }

  #lookup(table: FlatTable | undefined): boolean {
    const side = this.#side();
    if (table === undefined || side === undefined) return false;
    if (side !== 'known') this.observer.prefixes(side, table);
    this.#looking = { table, side: side === 'known' ? undefined : side };
    return true;
  }

  /** Whose address the lookup is for; undefined when it can't be known. */
  #side(): Side | 'known' | undefined {
    const words = FLOW_DST.slice(0, this.program.family === 4 ? 1 : 4);
    if (words.every((slot) => isConstant(this.#origins[slot]))) return 'known';
    return (['dst', 'src'] as const).find((side) =>
      words.every((slot, word) => isField(this.#origins[slot], SIDES[side][word] ?? -1)),
    );
  }

  #recall(): void {
    if (this.#kept === undefined) return;
    for (const [at, slot] of KEPT.entries()) this.#origins[slot] = this.#kept.origins[at];
    this.#looked = this.#kept.looked;
  }

  /** An emitted packet has come to its end: that which emitted it goes on. */
  #goOn(): void {
    const own = this.#emitting.pop();
    if (own === undefined) return;
    const origins = [...own.origins];
    for (const slot of SHARED) origins[slot] = this.#origins[slot];
    this.#origins = origins;
    this.#looked = own.looked;
    this.#kept = own.kept;
  }

  #index(run: number): boolean {
    const { heap } = this.program;
    const end = run + RUN_WORDS + GROUP_WORDS * (heap[run + 2] ?? 0);
    for (let group = run + RUN_WORDS; group < end; group += GROUP_WORDS) {
      const origin = this.#origins[heap[group + 1] ?? 0];
      const text = `${group} ${origin?.from} ${origin?.keep} ${origin?.value} ${origin?.by}`;
      if (this.shown.has(text)) continue;
      const isReported =
        heap[group] === 0 ? this.#valueGroup(origin, group) : this.#intervalGroup(origin, group);
      if (!isReported) return false;
      this.shown.add(text);
    }
    return true;
  }

  #valueGroup(origin: MaybeOrigin, group: number): boolean {
    const { heap } = this.program;
    if (origin === undefined || origin.by !== 0) return false;
    if (isConstant(origin)) return true;
    const mask = heap[group + 2] ?? 0;
    const table = heap[group + 3] ?? 0;
    const slots = 2 ** (32 - (heap[group + 4] ?? 0));
    for (let at = table; at < table + 2 * slots; at += 2) {
      if (heap[at + 1] !== 0) this.#masked(origin, mask, heap[at] ?? 0);
    }
    return true;
  }

  #intervalGroup(origin: MaybeOrigin, group: number): boolean {
    const { heap } = this.program;
    const bounds = heap[group + 2] ?? 0;
    const count = heap[group + 3] ?? 0;
    for (let at = bounds; at < bounds + count; at++) {
      if (!this.#range(origin, (heap[at] ?? 0) ^ SIGN, -1)) return false;
    }
    return true;
  }

  #map(map: FlatMap | undefined): boolean {
    const side = this.#side();
    if (map === undefined || side === undefined) return false;
    if (side !== 'known') this.observer.prefixes(side, map);
    const origins = this.#origins;
    const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] =
      side === 'known'
        ? FLOW_DST.map((slot) => origins[slot]?.value ?? 0)
        : SIDES[side].map((slot) => this.packet[slot] ?? 0);
    for (const { to, keep, value, from, take, shift, by, max } of map.changesFor(w0, w1, w2, w3)) {
      const joined = joinBits(
        changeBits(origins[to], keep, value),
        moved(origins[from], take, shift),
      );
      origins[to] = addOrigin(changeBits(joined, max, 0), by, max);
    }
    return true;
  }
}

/** Some bits of a register, shifted. */
function moved(origin: MaybeOrigin, take: number, shift: number): MaybeOrigin {
  const taken = changeBits(origin, take, 0);
  if (shift === 0 || taken === undefined) return taken;
  return isConstant(taken) ? constantOrigin(shifted(taken.value, shift)) : undefined;
}

/** The sum, held within 0 and `max`. */
function addOrigin(origin: MaybeOrigin, by: number, max: number): MaybeOrigin {
  if (origin === undefined || !isConstant(origin)) return addTo(origin, by, max);
  return constantOrigin(Math.min(Math.max((origin.value >>> 0) + by, 0), max >>> 0) | 0);
}
