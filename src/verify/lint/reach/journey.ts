import type { Explanation, TraceStep } from '../../../host/explanation.js';
import type { Outcome } from '../../../host/outcome.js';

type RuleStep = Extract<TraceStep, { kind: 'rule' }>;
type TableStep = Extract<TraceStep, { kind: 'table' }>;
type ChainStep = Extract<TraceStep, { kind: 'chain-rule' }>;

/** What became of a packet, and what decided it. */
export interface Journey {
  readonly outcome: Outcome;
  /** The rule of the policy database that decided the last route; undefined when none did. */
  readonly rule: RuleStep | undefined;
  /** The look-up in a table that gave the last route. */
  readonly table: TableStep | undefined;
  /** Rules of chains that the packet met, in order. */
  readonly met: readonly ChainStep[];
}

/** Reads what decided out of an explanation. */
export function readJourney({ outcome, steps }: Explanation): Journey {
  let decided: Pick<Journey, 'rule' | 'table'> = { rule: undefined, table: undefined };
  let rule: RuleStep | undefined;
  let checking = false;
  for (const step of steps) {
    if (step.kind === 'lookup') {
      checking = step.purpose === 'reverse-path';
      rule = undefined;
      if (!checking) decided = { rule: undefined, table: undefined };
    } else if (checking) continue;
    else if (step.kind === 'rule' && step.matched) rule = step;
    else if (step.kind === 'table' && step.route !== null) decided = { rule, table: step };
    else if (step.kind === 'suppress') decided = { rule: undefined, table: undefined };
  }
  if (decided.table === undefined) decided = { rule, table: undefined };
  const met = steps.filter((step): step is ChainStep => step.kind === 'chain-rule' && step.matched);
  return { outcome, ...decided, met };
}

/** A step's rule or route in a sentence: the command that made it, or else as the tools print it. */
export function sayStep(step: RuleStep | TableStep | ChainStep): string {
  const printed =
    step.kind === 'table'
      ? (step.route ?? '')
      : step.kind === 'rule'
        ? `ip rule ${step.priority}: ${step.text}`
        : step.text;
  return `\`${step.written ?? printed}\``;
}
