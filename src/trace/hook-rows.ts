import type { Change } from '../host/explanation.js';
import type { Paint } from './paint.js';
import {
  nearestMisses,
  printHidden,
  printMisses,
  printRows,
  type Row,
  type RowStyle,
} from './row.js';
import { placeOf } from './deciding-step.js';
import type { HookStage, HookStep } from './stage.js';

/** Prints the steps of a built-in chain: the rules that matched, the nearest of those that did not, and a policy that drops. */
export function printHook(stage: HookStage, at: string | null, style: RowStyle): string[] {
  const { paint, all } = style;
  const rules = stage.steps.filter((step) => step.kind === 'chain-rule');
  const near = nearestMisses(rules);
  const depths = chainDepths(stage);
  const rows = stage.steps
    .filter(
      (step) =>
        all || (step.kind === 'policy' ? step.policy === 'DROP' : step.matched || near.has(step)),
    )
    .map((step) => makeRow(step, { stage, at, depths }, style));
  const hidden = all ? 0 : rules.filter((rule) => !rule.matched).length - near.size;
  return [...printRows(rows, paint), ...printHidden(hidden, paint)];
}

/** How deep in calls each chain of a stage is, by name. A chain is called from one that was entered before it. */
function chainDepths({ hook, steps }: HookStage): ReadonlyMap<string, number> {
  const depths = new Map<string, number>([[hook, 0]]);
  let current: string = hook;
  for (const step of steps) {
    if (step.kind !== 'chain-rule') continue;
    if (!depths.has(step.chain)) depths.set(step.chain, (depths.get(current) ?? 0) + 1);
    current = step.chain;
  }
  return depths;
}

/** Where a row of a stage stands. */
interface RowPlace {
  readonly stage: HookStage;
  readonly at: string | null;
  readonly depths: ReadonlyMap<string, number>;
}

function makeRow(step: HookStep, { stage, at, depths }: RowPlace, style: RowStyle): Row {
  const { paint } = style;
  const decides = step === style.deciding;
  if (step.kind === 'policy') {
    return step.policy === 'DROP'
      ? { mark: 'stop', label: 'policy', text: paint('bad', 'DROP'), decides }
      : { mark: 'yes', label: 'policy', text: 'ACCEPT', decides };
  }
  const chain = step.chain === stage.hook ? '' : `${step.chain} `;
  const label = `${'  '.repeat(depths.get(step.chain) ?? 0)}${chain}rule ${step.number}`;
  const quote = step.written ?? step.text;
  if (!step.matched) {
    return { mark: 'no', label, text: printMisses(step.misses, quote, paint), decides };
  }
  const changes = step.changes.length === 0 ? '' : `  ${printChanges(step.changes, paint)}`;
  return {
    mark: at === placeOf(step) ? 'stop' : 'yes',
    label,
    text: `${paint('quote', quote)}${changes}`,
    decides,
  };
}

/** Says what changed: `mark 0x0 → 0x2, tos 0x0 → 0x10`. */
export function printChanges(changes: readonly Change[], paint: Paint): string {
  const texts = changes.map((change) => `${change.field} ${change.from} → ${change.to}`);
  return paint('change', texts.join(', '));
}
