import { isUnspecified } from '../../src/address/address.js';
import { printAddress } from '../../src/address/address-text.js';
import type { Explanation, TraceStep } from '../../src/host/explanation.js';
import type { Outcome } from '../../src/host/outcome.js';
import type { Packet } from '../../src/packet/packet.js';
import { findDecidingStep, findEndingSteps } from '../../src/trace/deciding-step.js';
import { plain } from '../../src/trace/paint.js';
import { printTrace } from '../../src/trace/print-trace.js';
import { groupStages, stepsOf, withoutCopy } from '../../src/trace/stage.js';

type StepOf<Kind extends TraceStep['kind']> = Extract<TraceStep, { kind: Kind }>;

/**
 * What of an explanation contradicts itself or the fate; empty when nothing does. The fate is judged elsewhere, by the kernel: here its
 * steps have to add up to it.
 */
export function explanationFaults(packet: Packet, explanation: Explanation): readonly string[] {
  return [
    ...endingFaults(explanation),
    ...markedLineFaults(explanation),
    ...routeFaults(explanation),
    ...headerFaults(packet, explanation),
    ...stepFaults(explanation),
  ];
}

/** A packet that gets somewhere has failed nothing; one that doesn't has been ended by one step, and that's the one that decides. */
function endingFaults({ steps, outcome }: Explanation): readonly string[] {
  const stages = withoutCopy(groupStages(steps));
  const ending = findEndingSteps(stages, outcome);
  const lost = outcome.kind === 'drop' || outcome.kind === 'error';
  const reported = `${outcome.kind} at ${outcome.at}: ${JSON.stringify(ending)}`;
  if (ending.length !== (lost ? 1 : 0))
    return [`${ending.length} steps end the path of ${reported}`];
  if (!lost) return [];
  const [only] = ending;
  if (findDecidingStep(stages, outcome, 'fate') !== only)
    return [`another decides than ${reported}`];
  const error = only !== undefined && 'error' in only ? only.error : null;
  return error !== null && outcome.kind === 'error' && error !== outcome.errno
    ? [`${outcome.errno} where the step has ${error}`]
    : [];
}

/** One line of the printed trace is marked, and it's not the fate's when there is a step. */
function markedLineFaults(explanation: Explanation): readonly string[] {
  const { kind } = explanation.outcome;
  const lines = printTrace(explanation, { paint: plain, all: false, aspect: 'fate' }).split('\n');
  const marked = lines.filter((line) => line.startsWith('> '));
  if (marked.length !== 1) return [`${marked.length} marked lines:\n${lines.join('\n')}`];
  const lost = kind === 'drop' || kind === 'error';
  return lost && marked[0] === lines.at(-2) ? [`the fate is marked:\n${lines.join('\n')}`] : [];
}

/** Table, rule and route of the fate are what the last lookup gave. */
function routeFaults({ steps, outcome }: Explanation): readonly string[] {
  const stages = withoutCopy(groupStages(steps));
  const last = stages.findLast(
    (stage) =>
      stage.kind === 'direct' ||
      (stage.kind === 'lookup' && stage.purpose !== 'reverse-path' && stage.purpose !== 'fib'),
  );
  if (last?.kind !== 'lookup' && last?.kind !== 'direct') {
    return outcome.route === null ? [] : [`the route ${outcome.route} of no lookup`];
  }
  const table = last.steps.findLast((step): step is StepOf<'table'> => step.kind === 'table');
  const matched = last.steps.findLast((step) => step.kind === 'rule' && step.matched);
  const direct = last.steps.some((step) => step.kind === 'on-link' || step.kind === 'no-route');
  const chosen = last.steps.findLast((step) => step.kind === 'default-route');
  const hop = last.steps.findLast((step) => step.kind === 'nexthop');
  const refused = matched?.kind === 'rule' && matched.error !== null;
  // A check before another lookup ends the path without a route.
  const checked = stages.at(-1)?.kind === 'check' && outcome.kind === 'error';
  if (checked && outcome.route === null) return [];
  const route = direct || refused ? null : (chosen?.route ?? table?.route ?? null);
  const rule = direct || matched?.kind !== 'rule' ? null : matched.priority;
  const asked = last.steps.some((step) => step.kind === 'rule');
  return [
    // Of IPv6 siblings each is a route of its own.
    ...(outcome.route === route || (hop?.kind === 'nexthop' && isBy(outcome, hop.nexthop))
      ? []
      : [`route ${outcome.route}, of the steps ${route}`]),
    ...(route === null || table?.table.split('+').includes(outcome.table ?? '') === true
      ? []
      : [`table ${outcome.table}, of the steps ${table?.table}`]),
    ...(!asked || outcome.rule === rule ? [] : [`rule ${outcome.rule}, of the steps ${rule}`]),
  ];
}

function isBy({ route }: Outcome, nexthop: string): boolean {
  return route?.includes(` ${nexthop}`) === true;
}

/** Source, destination and mark of the fate are what the steps have made of those of the packet. */
function headerFaults(packet: Packet, { steps, outcome }: Explanation): readonly string[] {
  const faults: string[] = [];
  const now = new Map<string, string>([
    ['mark', hex(packet.mark)],
    ['dst', printAddress(packet.dst)],
    // A socket that is bound to the unspecified address is bound to none.
    ...(packet.src === undefined || isUnspecified(packet.src)
      ? []
      : [['src', printAddress(packet.src)] as const]),
  ]);
  const stages = groupStages(steps);
  const own = withoutCopy(stages);
  const isCopied = own.length < stages.length;
  for (const step of own.flatMap(stepsOf)) {
    if (step.kind === 'source') now.set('src', step.src);
    if (step.kind === 'destination') now.set('dst', step.dst);
    if (!('changes' in step) || step.kind === 'reroute') continue;
    for (const { field, from, to } of step.changes) {
      // Forwarding counts it down between two changes, which is no change of a rule.
      if (field === 'ttl') continue;
      // A copy is of the same connection, and may have changed its mark meanwhile.
      if (field === 'ctmark' && isCopied) continue;
      const before = now.get(field);
      if (before !== undefined && before !== from) faults.push(`${field} ${from} was ${before}`);
      now.set(field, to);
    }
    if (step.kind === 'chain-rule' && hex(step.mark) !== now.get('mark')) {
      faults.push(`mark ${hex(step.mark)} behind a rule, of the changes ${now.get('mark')}`);
    }
  }
  const fate = { mark: hex(outcome.mark), src: outcome.src, dst: outcome.dst };
  for (const [field, value] of Object.entries(fate)) {
    const reported = now.get(field);
    if (value !== null && reported !== undefined && reported !== value) {
      faults.push(`${field} ${value}, of the steps ${reported}`);
    }
  }
  return faults;
}

/** Each step by itself makes sense. */
function stepFaults({ steps }: Explanation): readonly string[] {
  return steps.flatMap((step): readonly string[] => {
    switch (step.kind) {
      case 'rule':
      case 'chain-rule':
        return [
          ...(step.matched === (step.misses.length === 0)
            ? []
            : [`misses of ${step.matched ? 'what matched' : 'nothing'}: ${step.text}`]),
          ...(step.kind === 'rule' || step.matched === (step.verdict !== null)
            ? []
            : [`verdict ${step.verdict}: ${step.text}`]),
        ];
      case 'reroute':
        return step.needed === step.changes.length > 0
          ? []
          : [`routed again: ${step.needed}, for ${JSON.stringify(step.changes)}`];
      case 'table':
        return (step.answer === 'none') === (step.route === null) &&
          (step.answer === 'error') === (step.error !== null)
          ? []
          : [`table ${JSON.stringify(step)}`];
      default:
        return [];
    }
  });
}

function hex(mark: number): string {
  return `0x${mark.toString(16)}`;
}
