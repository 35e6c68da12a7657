import { assertNever } from '../assert-never.js';
import type { OnLinkReason } from '../program/note.js';
import {
  nearestMisses,
  printHidden,
  printMisses,
  printRows,
  type Row,
  type RowStyle,
} from './row.js';
import type { DirectStage, LookupStage, LookupStep } from './stage.js';

/** Prints the steps of a route lookup: the rules that applied, the nearest of those that did not, and what the tables gave. */
export function printLookup(stage: LookupStage | DirectStage, style: RowStyle): string[] {
  const { paint, all } = style;
  const rules = stage.steps.filter((step) => step.kind === 'rule');
  const near = nearestMisses(rules);
  const shown = stage.steps.filter((step, index) => {
    if (all) return true;
    if (step.kind === 'rule' && !step.matched) return near.has(step);
    return !isIdle(step, stage.steps[index + 1]) && !isMissInOwnTable(step, stage.steps[index - 1]);
  });
  const hidden = all ? 0 : rules.filter((rule) => !rule.matched).length - near.size;
  return [
    ...printRows(
      shown.map((step) => makeRow(step, style)),
      paint,
    ),
    ...printHidden(hidden, paint),
  ];
}

/** The kernel's own rule, whose table has nothing for the packet: no news. */
function isIdle(step: LookupStep, next: LookupStep | undefined): boolean {
  return step.kind === 'rule' && step.written === null && isMiss(next);
}

function isMissInOwnTable(step: LookupStep, before: LookupStep | undefined): boolean {
  return isMiss(step) && (before?.kind !== 'rule' || before.written === null);
}

function isMiss(step: LookupStep | undefined): boolean {
  return step?.kind === 'table' && step.answer === 'none';
}

/** Why a packet leaves straight out of a device. */
const ON_LINK: Readonly<Record<OnLinkReason, string>> = {
  device: 'the socket is bound to it: without a route its link counts as where the destination is',
  group: 'the socket is bound to it: no table is asked about broadcasts and groups of the link',
  source: 'the source is an address of it: no table is asked about the way to a group',
};

function makeRow(step: LookupStep, style: RowStyle): Row {
  const row = describeStep(step, style);
  return { ...row, decides: step === style.deciding };
}

function describeStep(step: LookupStep, { paint }: RowStyle): Omit<Row, 'decides'> {
  switch (step.kind) {
    case 'rule': {
      const label = `rule ${step.priority}`;
      const quote = step.written ?? step.text;
      if (!step.matched) return { mark: 'no', label, text: printMisses(step.misses, quote, paint) };
      if (step.error === null) return { mark: 'yes', label, text: paint('quote', quote) };
      return { mark: 'stop', label, text: `${paint('quote', quote)}  ${paint('bad', step.error)}` };
    }
    case 'table': {
      const label = `table ${step.table}`;
      const quote = paint('quote', step.written ?? step.route ?? '');
      switch (step.answer) {
        case 'none':
          return { mark: 'no', label, text: paint('quiet', 'no route') };
        case 'throw':
          return {
            mark: 'no',
            label,
            text: `${quote}  ${paint('miss', 'throws the packet back to the rules')}`,
          };
        case 'route':
          return { mark: 'yes', label, text: quote };
        case 'error':
          return { mark: 'stop', label, text: `${quote}  ${paint('bad', step.error ?? '')}` };
        default:
          return assertNever(step.answer);
      }
    }
    case 'no-route':
      return {
        mark: 'stop',
        label: 'no route',
        text: `no rule leads to one  ${paint('bad', step.error)}`,
      };
    case 'on-link':
      return {
        mark: 'yes',
        label: `dev ${step.dev}`,
        text: ON_LINK[step.why],
      };
    case 'destination':
      return {
        mark: 'yes',
        label: 'to',
        text: `${step.dst}  ${paint('quiet', '(the unspecified address stands for this host)')}`,
      };
    case 'suppress':
      return {
        mark: 'no',
        label: `rule ${step.priority}`,
        text: `${paint('miss', 'puts that route back')}  ${paint('quiet', `(${step.text})`)}`,
      };
    case 'default-route':
      return {
        mark: 'yes',
        label: 'chosen',
        text: `${paint('quote', step.route)}  ${paint('quiet', '(of several equal default routes)')}`,
      };
    case 'nexthop':
      return {
        mark: 'yes',
        label: 'chosen',
        text: `${paint('quote', step.nexthop)}  ${paint('quiet', '(of several nexthops)')}`,
      };
    case 'source':
      return { mark: 'yes', label: 'source', text: step.src };
    default:
      return assertNever(step);
  }
}
