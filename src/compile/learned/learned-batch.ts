import { loadPacket, storeOutcome } from '../flat-batch.js';
import type { FlatWalk } from '../flat-walk.js';
import type { OutcomeColumns } from '../outcome-columns.js';
import type { ProgramNumbers } from '../outcome-tables.js';
import type { PacketColumns } from '../packet-columns.js';
import { beginOrigins } from './begin.js';
import { BLOCK, KEYS as keys, PATHS as paths } from './block.js';
import { FIRST_PATH, LearnedPaths, NOT_LEARNED } from './learned-paths.js';
import { NumberMap } from './number-map.js';
import { PacketClasses, type AddressQuestions } from './packet-classes.js';
import { PacketKeys } from './packet-keys.js';
import { retrace } from './retrace.js';
import { writeUsual } from './write-columns.js';
import { writeOutcomes } from './write-outcomes.js';

/** So many paths are kept in mind. */
const MOST_PATHS = 1 << 16;

/** How packets are walked one by one, and what their endings are called. */
export interface Walker {
  readonly walk: FlatWalk;
  readonly numbers: ProgramNumbers;
}

/**
 * Answers packets by the paths of those before them.
 *
 * One packet is walked through the program, and all is noted that decided its way: of its own fields, which bits and ranges were asked
 * for, and in which tables its addresses were looked up. Any packet that is no different in all of this takes the same path: its fate
 * is that of the first one, with the few fields put in that hang on the packet itself. So a packet costs one lookup for its
 * destination, however many lookups its way has, and a table of classes for each other field that matters, however many rules ask.
 *
 * What hangs on packets before it (tracked connections, choices that remember), or on several fields at once (hashes), isn't learned:
 * such packets are walked, each in its turn.
 */
export class LearnedBatch {
  readonly #classes: PacketClasses;
  #keys = new PacketKeys([]);
  #known = new NumberMap(1);
  #learned: LearnedPaths;
  readonly #shownOf = { output: new Set<string>(), input: new Set<string>() };
  /** What sockets get that are bound to no port: learned with the paths. */
  #freePort = 0;

  constructor(
    private readonly family: 4 | 6,
    addresses: AddressQuestions,
  ) {
    this.#classes = new PacketClasses(family, addresses);
    this.#learned = new LearnedPaths(family);
  }

  /** Answers packets in order; counters and choices move on in the walks. */
  run(
    packets: PacketColumns,
    outcomes: OutcomeColumns,
    { output, input }: Readonly<Record<'output' | 'input', Walker>>,
    rows: { readonly from: number; readonly to: number },
  ): void {
    const { freePort } = output.walk.state.connections;
    if (freePort !== this.#freePort) this.#classes.isChanged = true;
    this.#freePort = freePort;
    for (let { from } = rows; from < rows.to;) {
      if (this.#classes.isChanged) this.#forget(output.walk, input.walk);
      const length = Math.min(BLOCK, rows.to - from);
      from += this.#block(packets, from, length, outcomes, output, input);
    }
    this.#learned.counts.move(output.walk, input.walk);
  }

  /** Answers the first packets of a block; gives how many: fewer when what was learned distinguishes packets anew. */
  #block(
    packets: PacketColumns,
    from: number,
    length: number,
    outcomes: OutcomeColumns,
    output: Walker,
    input: Walker,
  ): number {
    const known = this.#known;
    const { nothing } = this.#keys;
    const base = this.#keys.make(packets, from, length);
    const least = known.findPaths(base, length);
    const areLearned = least >= FIRST_PATH;
    const block = { packets, from, length };
    this.#learned.settle(length);
    writeUsual(block, this.#learned, outcomes);
    for (let at = areLearned ? length : 0; at < length; at++) {
      if ((paths[at] ?? 0) >= FIRST_PATH) continue;
      const key = (keys[at] ?? 0) + base;
      const path = key < nothing ? NOT_LEARNED : known.get(key);
      paths[at] = path;
      if (path >= FIRST_PATH) continue;
      paths[at] = NOT_LEARNED;
      const isOutput = packets.iif[from + at] === 0;
      const walker = isOutput ? output : input;
      if (path === 0) this.#learn(packets, from + at, key, outcomes, walker, isOutput);
      else walkPacket(packets, from + at, outcomes, walker);
      if (!this.#classes.isChanged) continue;
      writeOutcomes(block, this.#learned, outcomes, at, false);
      return at + 1;
    }
    writeOutcomes(block, this.#learned, outcomes, length, areLearned);
    return length;
  }

  /** Walks a packet and learns its path. */
  #learn(
    packets: PacketColumns,
    at: number,
    key: number,
    outcomes: OutcomeColumns,
    walker: Walker,
    isOutput: boolean,
  ): void {
    const { walk } = walker;
    if (this.#learned.size >= MOST_PATHS) {
      walkPacket(packets, at, outcomes, walker);
      return;
    }
    const trail: number[] = [];
    loadPacket(packets, at, walk);
    const packet = walk.registers.slice();
    walk.trail = trail;
    const ending = walk.run();
    walk.trail = undefined;
    storeOutcome(walk, ending, walker.numbers, outcomes, at);
    const classes = this.#classes;
    const begin = beginOrigins(packet, classes);
    const shown = isOutput ? this.#shownOf.output : this.#shownOf.input;
    const retraced = retrace(walk.program, packet, begin, trail, classes, shown);
    // Its key doesn't show yet what was new about it.
    if (classes.isChanged) return;
    const path =
      retraced === undefined
        ? NOT_LEARNED
        : this.#learned.add(walk, isOutput, retraced, outcomes, at, classes.followed);
    this.#known.set(key, path);
  }

  /** Begins anew, with classes that distinguish more packets. */
  #forget(output: FlatWalk, input: FlatWalk): void {
    this.#learned.counts.move(output, input);
    this.#keys = new PacketKeys(this.#classes.classifiers());
    this.#known = new NumberMap(this.#keys.bound);
    this.#learned = new LearnedPaths(this.family);
    this.#classes.isChanged = false;
  }
}

/** Sends one packet of a batch through a walk. */
export function walkPacket(
  packets: PacketColumns,
  at: number,
  outcomes: OutcomeColumns,
  { walk, numbers }: Walker,
): void {
  loadPacket(packets, at, walk);
  storeOutcome(walk, walk.run(), numbers, outcomes, at);
}
