import type { Family } from '../../../address/family.js';
import type { Namespace } from '../../../namespace/namespace.js';
import type { MatchScope, TargetBranch } from '../../../netfilter/extension/extension.js';
import { targetEffect } from '../../../netfilter/extension/registry.js';
import type { HookName } from '../../../netfilter/hook.js';
import type { XtablesRule } from '../../../netfilter/rule.js';
import { Lowering } from '../../../path/lowering.js';
import { matchScope as scopeOf } from '../../../path/netfilter/match-scope.js';

/** To find out what a lowering knows of a ruleset takes as long as the ruleset is: once for all its rules. */
const lowerings: Readonly<Record<Family, WeakMap<Namespace, Lowering>>> = {
  4: new WeakMap(),
  6: new WeakMap(),
};

/** What rules mean at a hook of a namespace, apart from any program. */
export function matchScope(namespace: Namespace, family: Family, hook: HookName): MatchScope {
  let lowering = lowerings[family].get(namespace);
  if (lowering === undefined) {
    lowering = new Lowering(namespace, family);
    lowerings[family].set(namespace, lowering);
  }
  return scopeOf(lowering, { hook });
}

/** What a rule's target does; nothing when it is a verdict or leads to a chain. */
export function effectOf({ target }: XtablesRule, scope: MatchScope): readonly TargetBranch[] {
  return target.kind === 'extension' ? targetEffect(target.data, scope) : [];
}
