import type { Family } from '../../address/family.js';
import type { Evaluation } from '../../evaluate/evaluate.js';
import { zeroRegisters } from '../../evaluate/registers.js';
import { programOf } from '../../evaluate/program-of.js';
import type { Namespace } from '../../namespace/namespace.js';
import { OUTCOME_FIELDS } from '../../program/ending.js';
import type { Program } from '../../program/program.js';
import type { Rule } from '../../rpdb/rule.js';
import { evaluateVector } from '../engine/vector.js';
import { TRUE, type Node } from '../engine/diagram.js';
import { Findings } from '../fate/findings.js';
import {
  FIELD_INDEX,
  type Direction,
  type PacketSpace,
  type Registers,
} from '../packets/packet-space.js';
import type { TableCache } from '../run/look-up.js';
import type { Observed } from '../run/liveness.js';
import type { Point } from '../packets/point.js';
import type { Choice } from '../fate/met-choices.js';
import type { Arrival } from '../run/arrival.js';
import { SymbolicRun, type RunOptions } from '../run/symbolic-run.js';
import type { Connections } from '../run/track-packets.js';

/** Which packets of a namespace are followed, and what is assumed. */
export interface AnalysisOptions {
  readonly family: Family;
  readonly direction: Direction;
  readonly connections: Connections;
  /** Every route is distinguished, not only what routes do. */
  readonly eachRoute?: boolean;
  /** Findings that have numbers already, which they keep; none when left out. */
  readonly findings?: Findings;
  /** Diagrams of tables that analyses with the same space and such findings have built; none when left out. */
  readonly tables?: TableCache;
  /** What of the ends is asked later; everything when left out. */
  readonly observed?: Observed;
  readonly seen?: RunOptions['seen'];
  readonly comparing?: RunOptions['comparing'];
  readonly choicesByRule?: RunOptions['choicesByRule'];
  /** Only these packets are followed; all that can be when left out. */
  readonly packets?: Node;
  /** What they run through: the path of the namespace when left out. */
  readonly program?: Program;
}

/** All packets of one family and direction in a namespace, followed to their ends. */
export interface Analysis {
  readonly space: PacketSpace;
  readonly namespace: Namespace;
  readonly options: AnalysisOptions;
  /** The packets that were followed. */
  readonly packets: Node;
  /** The registers with which they set out. */
  readonly registers: Registers;
  readonly arrivals: readonly Arrival[];
  readonly findings: Findings;
  /** Rules of the policy database by number, from 1. */
  readonly rules: readonly Rule[];
  readonly choices: readonly Choice[];
}

/** Follows all packets of one family and direction through a namespace. */
export function analyse(
  space: PacketSpace,
  namespace: Namespace,
  options: AnalysisOptions,
): Analysis {
  const { family, direction, connections, observed = 'outcome', eachRoute = false } = options;
  const { seen, comparing, tables, choicesByRule = false } = options;
  const program = options.program ?? programOf(namespace, family);
  const { diagram } = space;
  const { findings = new Findings(eachRoute) } = options;
  const run = new SymbolicRun(program, {
    space,
    findings,
    connections,
    observed,
    choicesByRule,
    ...(tables === undefined ? {} : { tables }),
    ...(seen === undefined ? {} : { seen }),
    ...(comparing === undefined ? {} : { comparing }),
  });
  const registers = space.registers(namespace, direction);
  const possible = space.possible(namespace, direction);
  const packets = diagram.and(options.packets ?? TRUE, possible);
  const entry = direction === 'sent' ? program.output : program.input;
  const arrivals = run.run(entry, options.packets ?? TRUE, registers);
  const { rules, choices } = run;
  return { space, namespace, options, packets, registers, arrivals, findings, rules, choices };
}

/** What the evaluator would say of one packet, read from the functions. @throws RangeError when the packet wasn't followed */
export function evaluationAt(analysis: Analysis, point: Point): Evaluation {
  const { diagram } = analysis.space;
  const valueAt = (level: number): number => point[level] ?? 0;
  const arrival = analysis.arrivals.find(
    ({ state }) => diagram.evaluate(state.packets, valueAt) === 1,
  );
  if (arrival === undefined) throw new RangeError('point: this packet was not followed');
  const { state, step, copy } = arrival;
  const registers = zeroRegisters();
  for (const field of OUTCOME_FIELDS) {
    registers[field] = evaluateVector(diagram, state.registers[FIELD_INDEX[field]] ?? [], valueAt);
  }
  const resolution = analysis.findings.resolution(diagram.evaluate(state.memory.found, valueAt));
  const rule = analysis.rules[diagram.evaluate(state.memory.foundRule, valueAt) - 1];
  return {
    family: analysis.options.family,
    ending: step.ending,
    copy,
    registers,
    found: resolution && { resolution, rule },
  };
}
