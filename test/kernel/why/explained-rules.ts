import type { TraceStep } from '../../../src/host/explanation.js';
import type { KernelRule } from './kernel-why.js';

/**
 * The rules that an explanation has matched, and the policies, in order, as the kernel reports them.
 *
 * @param received - the packet has come by a device
 */
export function explainedRules(
  steps: readonly TraceStep[],
  received: boolean,
): readonly KernelRule[] {
  return steps.slice(received ? traced(steps) : 0).flatMap((step): readonly KernelRule[] => {
    switch (step.kind) {
      case 'policy': {
        const { table, chain, policy, mark } = step;
        return [{ table, chain, verdict: policy.toLowerCase(), mark }];
      }
      case 'chain-rule': {
        if (!step.matched) return [];
        const { table, chain, number, verdict, mark } = step;
        const [code = '', to] = verdict?.split(' ') ?? [];
        return [
          { table, chain, rule: number, verdict: code, mark, ...(to !== undefined && { to }) },
        ];
      }
      default:
        return [];
    }
  });
}

/** The kernel traces what it has received from PREROUTING on: what that meets at the ingress of its device before goes unreported. */
function traced(steps: readonly TraceStep[]): number {
  const begins = steps.findIndex((step) => step.kind === 'hook' && step.hook !== 'INGRESS');
  return begins < 0 && steps.some(({ kind }) => kind === 'hook')
    ? steps.length
    : Math.max(begins, 0);
}
