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
  const rows = stage.steps
    .filter(
      (step) =>
        all || (step.kind === 'policy' ? step.policy === 'DROP' : step.matched || near.has(step)),
    )
    .map((step) => makeRow(step, { stage, at }, style));
  const hidden = all ? 0 : rules.filter((rule) => !rule.matched).length - near.size;
  return [...printRows(rows, paint), ...printHidden(hidden, paint)];
}

/** Where a row of a stage stands. */
interface RowPlace {
  readonly stage: HookStage;
  readonly at: string | null;
}

function makeRow(step: HookStep, { stage, at }: RowPlace, style: RowStyle): Row {
  const { paint } = style;
  const decides = step === style.deciding;
  if (step.kind === 'policy') {
    return step.policy === 'DROP'
      ? { mark: 'stop', label: 'policy', text: paint('bad', 'DROP'), decides }
      : { mark: 'yes', label: 'policy', text: 'ACCEPT', decides };
  }
  const chain = step.chain === stage.chain ? '' : `${step.chain} `;
  const label = `${'  '.repeat(step.depth)}${chain}rule ${step.number}`;
  const quote = step.written ?? step.text;
  const changes = step.changes.length === 0 ? '' : `  ${printChanges(step.changes, paint)}`;
  const met = step.elements === undefined ? '' : `  element ${step.elements.join(', ')}`;
  if (!step.matched) {
    const text = `${printMisses(step.misses, quote, paint)}${met}${changes}`;
    return { mark: 'no', label, text, decides };
  }
  return {
    mark: step.verdict === 'drop' && at === placeOf(step) ? 'stop' : 'yes',
    label,
    text: `${paint('quote', quote)}${met}${changes}`,
    decides,
  };
}

/** Says what changed: `mark 0x0 → 0x2, tos 0x0 → 0x10`. */
export function printChanges(changes: readonly Change[], paint: Paint): string {
  const texts = changes.map((change) => `${change.field} ${change.from} → ${change.to}`);
  return paint('change', texts.join(', '));
}
