import type { TraceStep } from '../../../src/host/explanation.js';
import type { Outcome } from '../../../src/host/outcome.js';

/** A rule that an explanation has matched, or a policy that it has come to. */
export interface ToldRule {
  readonly table: string;
  readonly chain: string;
  readonly rule?: number;
  /** What the rule may have done, in the words of nft: of a target's name alone can't be seen whether it's a chain. */
  readonly verdicts: readonly string[];
  /** The packet's mark after it. */
  readonly mark: number;
}

type ChainRule = Extract<TraceStep, { kind: 'chain-rule' }>;

/** The rules that an explanation has matched, and the policies, in order. */
export function toldRules(
  steps: readonly TraceStep[],
  outcome: Outcome,
  firstMark: number,
): readonly ToldRule[] {
  let mark = firstMark;
  let kept = mark;
  return steps.flatMap((step, at): readonly ToldRule[] => {
    if (step.kind === 'copy') kept = mark;
    if (step.kind === 'copy-end') mark = kept;
    if (step.kind === 'policy') {
      const { table, hook, policy } = step;
      return [{ table, chain: hook, verdicts: [policy.toLowerCase()], mark }];
    }
    if (step.kind !== 'chain-rule' || !step.matched) return [];
    mark = step.changes.reduce(
      (before, { field, to }) => (field === 'mark' ? Number(to) : before),
      mark,
    );
    const { table, chain, number } = step;
    const verdicts = [...jumps(step), endOf(steps, at, step, outcome)];
    return [{ table, chain, rule: number, verdicts, mark }];
  });
}

function jumps({ text }: ChainRule): readonly string[] {
  const [, option, chain] = / -([jg]) (\S+)/.exec(text) ?? [];
  if (chain === undefined) return [];
  return [option === 'j' ? `jump ${chain}` : `goto ${chain}`];
}

/** Whether the packet goes on in the table's chains, or is through, or is dropped. */
function endOf(
  steps: readonly TraceStep[],
  at: number,
  { table, chain, number }: ChainRule,
  outcome: Outcome,
): string {
  const next = steps[at + 1];
  if (next !== undefined && (next.kind === 'chain-rule' || next.kind === 'policy')) {
    if (next.table === table) return 'continue';
  }
  if (next?.kind === 'copy-end') return next.fate === 'dropped' ? 'drop' : 'accept';
  const isLast = steps
    .slice(at + 1)
    .every(({ kind }) => kind !== 'chain-rule' && kind !== 'policy');
  return isLast && outcome.at === `${table} ${chain} rule ${number}` ? 'drop' : 'accept';
}
