import type { PacketAnswer } from '../../../src/cli/print/answer.js';
import type { TraceStep } from '../../../src/host/explanation.js';
import { findDecidingStep, findEndingSteps, placeOf } from '../../../src/trace/deciding-step.js';
import { groupStages, stepsOf, withoutCopy } from '../../../src/trace/stage.js';
import type { KernelRule, KernelWhy } from './kernel-why.js';
import { tableOf } from './explained-lookups.js';

/** The step of an explanation that is marked as the one that decided the packet's fate. */
export function decidingStep(explained: PacketAnswer): TraceStep | undefined {
  return findDecidingStep(ownStages(explained), explained, 'fate');
}

/** The steps by which the packet got nowhere: one of a packet that did not, and none of the others. */
export function endingSteps(explained: PacketAnswer): readonly TraceStep[] {
  return findEndingSteps(ownStages(explained), explained);
}

function ownStages({ steps = [] }: PacketAnswer): ReturnType<typeof groupStages> {
  return withoutCopy(groupStages(steps)).filter(
    (stage) => stage.kind !== 'lookup' || stage.purpose !== 'fib',
  );
}

/** What decided, by the explanation and by the kernel's account of it; undefined where that doesn't show. */
export interface Decided {
  readonly explained: string;
  readonly kernel: string;
}

/** The rule or policy that dropped the packet, or the table that had its route. */
export function decided(why: KernelWhy, explained: PacketAnswer): Decided | undefined {
  const step = decidingStep(explained);
  switch (step?.kind) {
    case 'chain-rule':
    case 'policy': {
      // The kernel traces no packet before PREROUTING.
      if (lastHook(explained) === 'INGRESS') return undefined;
      const rule = why.rules?.findLast(({ verdict }) => verdict === 'drop');
      return {
        explained: placeOf(step),
        kernel: rule === undefined ? 'no rule' : placeOfRule(rule),
      };
    }
    case 'table':
    case 'default-route': {
      const table = ownStages(explained)
        .flatMap(stepsOf)
        .findLast((one): one is TableStep => one.kind === 'table' && isFrom(one, step));
      const last = why.lookups?.findLast(
        (lookup) => lookup.for !== 'reverse-path' && lookup.for !== 'fib',
      );
      return {
        explained: `table ${table && tableOf(table)}`,
        kernel: last === undefined ? 'no table' : `table ${last.table}`,
      };
    }
    default:
      return undefined;
  }
}

type TableStep = Extract<TraceStep, { kind: 'table' }>;

/** A default route is one of those of the table that was read last. */
function isFrom(table: TableStep, step: TraceStep): boolean {
  return step.kind === 'default-route' || step === table;
}

function lastHook(explained: PacketAnswer): string | undefined {
  return explained.steps?.findLast((one) => one.kind === 'hook')?.hook;
}

function placeOfRule({ table, chain, rule }: KernelRule): string {
  return rule === undefined ? `${table} ${chain} policy` : `${table} ${chain} rule ${rule}`;
}
