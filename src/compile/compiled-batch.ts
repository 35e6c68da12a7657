import type { Address } from '../address/address.js';
import type { Family } from '../address/family.js';
import type { Evaluation } from '../evaluate/evaluate.js';
import { zeroRegisters } from '../evaluate/registers.js';
import type { Route } from '../fib/route.js';
import { frozen } from '../frozen.js';
import { ADDRESS_FIELDS, type AddressField } from '../packet/field.js';
import type { Rule } from '../rpdb/rule.js';
import type { CompiledPath } from './compiled-path.js';
import { FlatWalk, type FlatState } from './flat-walk.js';
import { Numbering } from './numbering.js';
import { LearnedBatch, walkPacket } from './learned/learned-batch.js';
import type { AddressQuestions } from './learned/packet-classes.js';
import type { Fate, OutcomeColumns } from './outcome-columns.js';
import { OutcomeTables, type ProgramNumbers, type StandingRule } from './outcome-tables.js';
import type { PacketColumns } from './packet-columns.js';

/** Which packets of a batch are sent: from a row up to before another. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

/** The two walks of a batch, by which its counters are reported. */
export interface BatchWalks {
  readonly output: FlatWalk;
  readonly input: FlatWalk;
}

/** From so many packets on it's worth to remember what became of those before. */
const WORTH_LEARNING = 1024;

/** What both ways ask of addresses. */
function addressQuestions({ output, input }: CompiledPath): AddressQuestions {
  return {
    tables: [...new Set([...output.tables, ...input.tables])],
    tests: [...output.addressTests, ...input.addressTests],
    shapeNames: (table) => {
      const names = new Numbering<string>();
      const ways = [output, input].flatMap(
        ({ tables, shapeEntries }) => shapeEntries[tables.indexOf(table)] ?? [],
      );
      return table.shapes.map((_, shape) =>
        names.of(ways.map((entries) => entries[shape]).join(' ')),
      );
    },
  };
}

/** The packet path of one family, ready for columns of packets. */
export class CompiledBatch {
  readonly fates: readonly Fate[];
  readonly gateways: readonly Address[];
  readonly priorities: readonly number[];
  readonly #tables: OutcomeTables;
  readonly #output: ProgramNumbers;
  readonly #input: ProgramNumbers;
  #packets = 0;
  #learned: LearnedBatch | undefined;

  constructor(
    private readonly path: CompiledPath,
    standing: StandingRule,
    /** From so many packets on, those before are learned from. */
    private readonly worthLearning = WORTH_LEARNING,
  ) {
    this.#tables = new OutcomeTables(standing);
    this.#output = this.#tables.read(path.output);
    this.#input = this.#tables.read(path.input);
    this.fates = frozen([...this.#tables.fates]);
    this.gateways = frozen([...this.#tables.gateways]);
    this.priorities = frozen([...this.#tables.priorities]);
  }

  route(number: number): Route {
    return this.#tables.route(number);
  }

  /** Walks for a batch that finds the host in this state. */
  begin(state: FlatState): BatchWalks {
    return {
      output: new FlatWalk(this.path.output, state),
      input: new FlatWalk(this.path.input, state),
    };
  }

  /** Sends packets, one after the other; the state of the walks moves on. */
  run(
    packets: PacketColumns,
    outcomes: OutcomeColumns,
    walks: BatchWalks,
    rows: Rows = { from: 0, to: packets.count },
  ): void {
    const output = { walk: walks.output, numbers: this.#output };
    const input = { walk: walks.input, numbers: this.#input };
    const { iif } = packets;
    this.#packets += rows.to - rows.from;
    if (this.#packets < this.worthLearning || this.path.output.tracks || this.path.input.tracks) {
      for (let at = rows.from; at < rows.to; at++) {
        walkPacket(packets, at, outcomes, iif[at] === 0 ? output : input);
      }
    } else {
      this.#learned ??= new LearnedBatch(this.path.program.family, addressQuestions(this.path));
      this.#learned.run(packets, outcomes, { output, input }, rows);
    }
  }

  /** One packet's outcome as the evaluator would have left it: right in all that makes up its fate. */
  evaluationAt(
    packets: PacketColumns,
    outcomes: OutcomeColumns,
    at: number,
    ruleOf: (priority: number) => Rule | undefined,
  ): Evaluation {
    const { family } = outcomes;
    const ending = this.#tables.endings[outcomes.fate[at] ?? -1];
    const fate = this.fates[outcomes.fate[at] ?? -1];
    if (ending === undefined || fate === undefined) {
      throw new RangeError(`at: 0..${outcomes.count - 1}, got ${at}`);
    }
    const gateway = this.gateways[outcomes.gateway[at] ?? -1];
    const number = outcomes.route[at] ?? -1;
    const priority = this.priorities[outcomes.rule[at] ?? -1];
    const dev = outcomes.dev[at] ?? 0;
    const registers = Object.assign(zeroRegisters(), {
      ...addressAt('src', family, outcomes.src, at),
      ...addressAt('dst', family, outcomes.dst, at),
      protocol: packets.protocol[at] ?? 0,
      iif: packets.iif[at] ?? 0,
      sport: outcomes.sport[at] ?? 0,
      dport: outcomes.dport[at] ?? 0,
      mark: outcomes.mark[at] ?? 0,
      tos: outcomes.tos[at] ?? 0,
      ttl: outcomes.ttl[at] ?? 0,
      indev: dev,
      routeDev: dev,
      routeType: outcomes.routeType[at] ?? 0,
      direct: gateway === undefined ? 1 : 0,
    });
    return {
      family,
      ending,
      copy: fate.copy,
      registers,
      found: {
        resolution: {
          error: fate.errno ?? undefined,
          route: number < 0 ? undefined : this.route(number),
          table: 0,
          dev,
          gateway,
          assignments: [],
        },
        rule: priority === undefined ? undefined : ruleOf(priority),
      },
    };
  }
}

function addressAt(
  field: AddressField,
  family: Family,
  words: Uint32Array,
  at: number,
): Record<string, number> {
  const count = family === 4 ? 1 : 4;
  return Object.fromEntries(
    ADDRESS_FIELDS[field]
      .slice(0, count)
      .map((register, word) => [register, words[count * at + word] ?? 0]),
  );
}
