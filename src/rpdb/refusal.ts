import type { ErrnoName } from '../errno.js';
import type { RuleAction } from './rule.js';

/** An action that ends a lookup without a route. */
export type RefusingKind = Exclude<RuleAction['kind'], 'lookup' | 'goto' | 'nop'>;

/** The error with which each of them does. Source: `fib4_rule_action`, `fib6_rule_action`. */
export const REFUSALS: Readonly<Record<RefusingKind, ErrnoName>> = {
  unreachable: 'ENETUNREACH',
  prohibit: 'EACCES',
  blackhole: 'EINVAL',
  number: 'EINVAL',
};

/** The error with which a rule ends a lookup; undefined when it doesn't. */
export function refusalOf({ kind }: RuleAction): ErrnoName | undefined {
  return kind === 'lookup' || kind === 'goto' || kind === 'nop' ? undefined : REFUSALS[kind];
}
