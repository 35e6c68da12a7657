import { ConnectionTracker } from '../evaluate/connection-tracker.js';
import { chooseKept, type Keepers } from '../evaluate/keepers.js';
import type { ConnectionTable } from '../connection/connection.js';
import { lookupTrie } from '../lpm/lookup-trie.js';
import { FIELD_NAMES, type Field } from '../packet/field.js';
import { ROUTE_REGISTERS, SHARED_FIELDS } from '../program/cell.js';
import { firstCandidate } from './first-candidate.js';
import { addHeld, shifted } from './flat-map.js';
import type { FlatChoice, FlatProgram } from './flat-program.js';
import { NamedRegisters } from './named-registers.js';
import { slotOf } from './slots.js';
import { SIGN } from './test-index.js';

const FLOW_DST = slotOf('flowDst');
const LENGTH = slotOf('length');
const KEPT = Int32Array.from(ROUTE_REGISTERS, slotOf);
const SHARED = Int32Array.from(SHARED_FIELDS, slotOf);

/** What a choice remembers that was never made. */
export const NOTHING = -2;

/** What packets leave behind for those after them, counters apart. */
export interface FlatState {
  /** What the choices remember, by memory: a state, -1 for none, or NOTHING. */
  readonly remembered: Int32Array;
  connections: ConnectionTable;
  readonly keepers: Keepers;
}

/** Runs packets through flat code, one after the other. All that it needs is there before the first. */
export class FlatWalk {
  /** The packet; what a walk leaves in them is its result. */
  readonly registers = new Int32Array(FIELD_NAMES.length);
  /** What the last lookup took; -1 when none did. */
  take = -1;
  /** The prefix at which it was found. */
  prefix = -1;
  /** The rule that led to it; -1 when none did. */
  rule = -1;
  /** The ending of the packet that it has emitted last; -1 when it has emitted none. */
  emitted = -1;
  #packets: Float64Array | undefined;
  #bytes: Float64Array | undefined;
  /** The counters that packets of its own moved from 0, in the order in which they did. */
  readonly counted: number[] = [];
  /** Where a walk leaves the places of all instructions that it goes through; undefined while nobody asks. */
  trail: number[] | undefined;

  readonly #stack: Int32Array;
  readonly #kept = new Int32Array(KEPT.length + 3);
  /** What packets are, and have put aside, that have emitted the one at hand, one another: how many, and a place for each. */
  #emitting = 0;
  readonly #aside: Int32Array[] = [];
  #tracker: ConnectionTracker | undefined;
  #named: NamedRegisters | undefined;

  constructor(
    readonly program: FlatProgram,
    /** Moved on by packets. */
    public state: FlatState,
  ) {
    this.#stack = new Int32Array(program.stackWords);
  }

  /** Packets by counter. Made when it's first asked for: of the two walks of a batch, one often has nothing to do. */
  get packets(): Float64Array {
    return (this.#packets ??= new Float64Array(this.program.counters.length));
  }

  /** Bytes by counter. */
  get bytes(): Float64Array {
    return (this.#bytes ??= new Float64Array(this.program.counters.length));
  }

  /** Whether it has counted anything. */
  get hasCounted(): boolean {
    return this.#packets !== undefined;
  }

  /** Runs the packet in the registers to its end; gives the ending. */
  run(): number {
    const { entry, zeroed, tracks } = this.program;
    const { registers } = this;
    for (let at = 0; at < zeroed.length; at++) registers[zeroed[at] ?? 0] = 0;
    if (!tracks) return this.#walk(entry, 0);
    this.#tracker = new ConnectionTracker(this.state.connections);
    const ending = this.#walk(entry, 0);
    this.#named ??= new NamedRegisters(this.registers);
    this.#tracker.finish(this.#named.finished());
    this.state.connections = this.#tracker.table;
    return ending;
  }

  /** @param bottom - where the calls begin that it opens */
  #walk(entry: number, bottom: number): number {
    const { code, heap, tables, shapeEntries, maps, choices } = this.program;
    const { registers, packets, bytes, counted, trail } = this;
    const stack = this.#stack;
    const kept = this.#kept;
    let pc = entry;
    let open = bottom;
    // Where the frames of the innermost table begin.
    let base = bottom;
    let emitted = -1;
    let matched = -1;
    let take = -1;
    let prefix = -1;
    let rule = -1;
    let isKept = false;
    // The lookup that is under way.
    let table = 0;
    let current = -1;
    let hit = 0;
    let miss = 0;
    for (;;) {
      trail?.push(pc);
      switch (code[pc] ?? 0) {
        case 0: // end
          this.take = take;
          this.prefix = prefix;
          this.rule = rule;
          this.emitted = emitted;
          return code[pc + 1] ?? 0;
        case 1: // masked
          pc =
            ((registers[code[pc + 1] ?? 0] ?? 0) & (code[pc + 2] ?? 0)) === (code[pc + 3] ?? 0)
              ? (code[pc + 4] ?? 0)
              : (code[pc + 5] ?? 0);
          break;
        case 2: {
          // range
          const value = (registers[code[pc + 1] ?? 0] ?? 0) ^ SIGN;
          pc =
            (code[pc + 2] ?? 0) <= value && value <= (code[pc + 3] ?? 0)
              ? (code[pc + 4] ?? 0)
              : (code[pc + 5] ?? 0);
          break;
        }
        case 3: // same
          pc =
            registers[code[pc + 1] ?? 0] === registers[code[pc + 2] ?? 0]
              ? (code[pc + 3] ?? 0)
              : (code[pc + 4] ?? 0);
          break;
        case 4: {
          // sets
          const end = pc + 3 + 2 * (code[pc + 1] ?? 0);
          for (let at = pc + 3; at < end; at += 2) registers[code[at] ?? 0] = code[at + 1] ?? 0;
          pc = code[pc + 2] ?? 0;
          break;
        }
        case 5: {
          // moves
          const end = pc + 3 + 2 * (code[pc + 1] ?? 0);
          for (let at = pc + 3; at < end; at += 2) {
            registers[code[at] ?? 0] = registers[code[at + 1] ?? 0] ?? 0;
          }
          pc = code[pc + 2] ?? 0;
          break;
        }
        case 6: {
          // bits
          const to = code[pc + 1] ?? 0;
          registers[to] = ((registers[to] ?? 0) & (code[pc + 2] ?? 0)) ^ (code[pc + 3] ?? 0);
          pc = code[pc + 4] ?? 0;
          break;
        }
        case 7: {
          // copy
          const to = code[pc + 1] ?? 0;
          const taken = (registers[code[pc + 3] ?? 0] ?? 0) & (code[pc + 4] ?? 0);
          registers[to] =
            ((registers[to] ?? 0) & (code[pc + 2] ?? 0)) ^ shifted(taken, code[pc + 5] ?? 0);
          pc = code[pc + 6] ?? 0;
          break;
        }
        case 8: {
          // add
          const to = code[pc + 1] ?? 0;
          registers[to] = addHeld(registers[to] ?? 0, code[pc + 2] ?? 0, code[pc + 3] ?? 0);
          pc = code[pc + 4] ?? 0;
          break;
        }
        case 9: {
          // lookup
          table = code[pc + 1] ?? 0;
          hit = code[pc + 2] ?? 0;
          miss = code[pc + 3] ?? 0;
          const found = tables[table];
          current =
            found === undefined
              ? -1
              : lookupTrie(
                  found.trie,
                  registers[FLOW_DST] ?? 0,
                  registers[FLOW_DST + 1] ?? 0,
                  registers[FLOW_DST + 2] ?? 0,
                  registers[FLOW_DST + 3] ?? 0,
                );
          pc = current < 0 ? miss : (shapeEntries[table]?.[found?.shapeOf[current] ?? 0] ?? 0);
          break;
        }
        case 10: // take
          take = code[pc + 1] ?? 0;
          prefix = current;
          rule = matched;
          pc = hit;
          break;
        case 11: // pass
          current = tables[table]?.parentOf[current] ?? -1;
          pc =
            current < 0 ? miss : (shapeEntries[table]?.[tables[table]?.shapeOf[current] ?? 0] ?? 0);
          break;
        case 12: // stop
          pc = miss;
          break;
        case 13: // resolve
          take = code[pc + 1] ?? 0;
          prefix = -1;
          rule = code[pc + 2] === 1 ? matched : -1;
          pc = code[pc + 3] ?? 0;
          break;
        case 14: // chain
          stack[open++] = code[pc + 2] ?? 0;
          pc = code[pc + 1] ?? 0;
          break;
        case 15: // table
          stack[open++] = base;
          stack[open++] = code[pc + 2] ?? 0;
          base = open;
          if (code[pc + 3] === 1) matched = -1;
          pc = code[pc + 1] ?? 0;
          break;
        case 16: // leave
          pc = stack[--open] ?? 0;
          break;
        case 17: // finish
          open = base - 2;
          pc = stack[base - 1] ?? 0;
          base = stack[open] ?? 0;
          break;
        case 18: // keep
          for (let at = 0; at < KEPT.length; at++) kept[at] = registers[KEPT[at] ?? 0] ?? 0;
          kept[KEPT.length] = take;
          kept[KEPT.length + 1] = prefix;
          kept[KEPT.length + 2] = rule;
          isKept = true;
          pc = code[pc + 1] ?? 0;
          break;
        case 19: // recall
          if (isKept) {
            for (let at = 0; at < KEPT.length; at++) registers[KEPT[at] ?? 0] = kept[at] ?? 0;
            take = kept[KEPT.length] ?? 0;
            prefix = kept[KEPT.length + 1] ?? 0;
            rule = kept[KEPT.length + 2] ?? 0;
          }
          pc = code[pc + 1] ?? 0;
          break;
        case 20: // track
          this.#track();
          pc = code[pc + 1] ?? 0;
          break;
        case 21: // confirm
          pc = code[this.#confirm(code[pc + 1] === 1) ? pc + 2 : pc + 3] ?? 0;
          break;
        case 27: // forget
          this.#tracker?.forget();
          pc = code[pc + 1] ?? 0;
          break;
        case 28: // open
          this.state.keepers.sockets.open(this.#read, this.program.family, code[pc + 1] === 1);
          pc = code[pc + 2] ?? 0;
          break;
        case 29: // close
          this.state.keepers.sockets.close(this.#read, this.program.family);
          pc = code[pc + 1] ?? 0;
          break;
        case 30: // pick
          registers[code[pc + 2] ?? 0] = this.#pick(code[pc + 1] ?? 0, code[pc + 3] === 1);
          pc = code[pc + 4] ?? 0;
          break;
        case 32: // unique
          this.#makeUnique(code[pc + 1] ?? 0, code[pc + 2] === 1);
          pc = code[pc + 3] ?? 0;
          break;
        case 22: {
          // count
          const counter = code[pc + 1] ?? 0;
          const before = packets[counter] ?? 0;
          if (before === 0) counted.push(counter);
          packets[counter] = before + 1;
          bytes[counter] = (bytes[counter] ?? 0) + (registers[LENGTH] ?? 0);
          pc = code[pc + 2] ?? 0;
          break;
        }
        case 23: {
          // choose
          const choice = choices[code[pc + 1] ?? 0];
          pc = code[pc + 2 + (choice === undefined ? 0 : this.#choose(choice))] ?? 0;
          break;
        }
        case 24: // rule
          matched = code[pc + 1] ?? 0;
          pc = code[pc + 2] ?? 0;
          break;
        case 25: // index
          pc = firstCandidate(heap, registers, code[pc + 1] ?? 0, code[pc + 2] ?? 0);
          break;
        case 26: // map
          maps[code[pc + 1] ?? 0]?.apply(
            registers,
            registers[FLOW_DST] ?? 0,
            registers[FLOW_DST + 1] ?? 0,
            registers[FLOW_DST + 2] ?? 0,
            registers[FLOW_DST + 3] ?? 0,
          );
          pc = code[pc + 2] ?? 0;
          break;
        case 31: // emit
          emitted = this.#emit(code[pc + 1] ?? 0, open);
          pc = code[pc + 2] ?? 0;
          break;
        default:
          throw new RangeError(`code: there is no instruction ${code[pc]}`);
      }
    }
  }

  /** A packet like this one goes its way; this one stays as it is, but for what they share. Gives the ending of the other. */
  #emit(to: number, bottom: number): number {
    const { registers } = this;
    const kept = this.#kept;
    const aside = (this.#aside[this.#emitting++] ??= new Int32Array(
      registers.length + kept.length,
    ));
    aside.set(registers);
    aside.set(kept, registers.length);
    const ending = this.#walk(to, bottom);
    this.#emitting--;
    for (let at = 0; at < SHARED.length; at++) {
      const slot = SHARED[at] ?? 0;
      aside[slot] = registers[slot] ?? 0;
    }
    for (let at = 0; at < registers.length; at++) registers[at] = aside[at] ?? 0;
    for (let at = 0; at < kept.length; at++) kept[at] = aside[registers.length + at] ?? 0;
    return ending;
  }

  #choose({ memory, options, states, kept }: FlatChoice): number {
    if (kept !== undefined) return chooseKept(kept, this.state.keepers, this.#read);
    const { remembered } = this.state;
    const before = Math.max(remembered[memory] ?? NOTHING, -1) + 1;
    if (before >= options.length) return 0;
    remembered[memory] = states[before] ?? -1;
    return options[before] ?? 0;
  }

  readonly #read = (field: Field): number => (this.registers[slotOf(field)] ?? 0) >>> 0;

  #track(): void {
    const named = (this.#named ??= new NamedRegisters(this.registers));
    this.#tracker?.track(named.followed(), this.program.family);
    named.give();
  }

  #pick(number: number, kept: boolean): number {
    const pick = this.program.picks[number];
    if (pick === undefined) return 0;
    const registers = (this.#named ??= new NamedRegisters(this.registers)).followed();
    const { family } = this.program;
    return (this.#tracker?.pick(pick, registers, family, kept) ?? pick.from) | 0;
  }

  #confirm(kept: boolean): boolean {
    const registers = (this.#named ??= new NamedRegisters(this.registers)).followed();
    return this.#tracker?.confirm(registers, this.program.family, kept) ?? true;
  }

  #makeUnique(number: number, kept: boolean): void {
    const range = this.program.ranges[number];
    if (range === undefined) return;
    const named = (this.#named ??= new NamedRegisters(this.registers));
    this.#tracker?.makeUnique(range, named.followed(), this.program.family, kept);
    named.give();
  }
}
