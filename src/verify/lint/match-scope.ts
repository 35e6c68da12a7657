import type { Family } from '../../address/family.js';
import type { Namespace } from '../../namespace/namespace.js';
import type { MatchScope, TargetBranch } from '../../netfilter/extension/extension.js';
import { targetEffect } from '../../netfilter/extension/registry.js';
import type { HookName } from '../../netfilter/hook.js';
import type { NetfilterRule } from '../../netfilter/rule.js';
import { addressType } from '../../path/address-type.js';
import { deviceNamed } from '../../path/device.js';
import { inSet } from '../../path/in-set.js';
import { Lowering } from '../../path/lowering.js';
import { isListenedOn, ownDestinations4, ownSources4 } from '../../path/own-addresses.js';

/** What rules mean at a hook of a namespace, apart from any program. */
export function matchScope(namespace: Namespace, family: Family, hook: HookName): MatchScope {
  const lowering = new Lowering(namespace, family);
  return {
    family,
    hook,
    orphan: false,
    deviceIs: (field, name) => deviceNamed(namespace, field, name),
    addressType: (field, types, limit) => addressType(lowering, field, types, limit),
    ownSources: () => ownSources4(namespace),
    ownDestinations: () => ownDestinations4(namespace, hook),
    inSet: (name, sides, exceptions) => inSet(namespace, name, { family, sides, exceptions }),
    isListenedOn: (port) => isListenedOn(namespace, port),
  };
}

/** What a rule's target does; nothing when it is a verdict or leads to a chain. */
export function effectOf({ target }: NetfilterRule, scope: MatchScope): readonly TargetBranch[] {
  return target.kind === 'extension' ? targetEffect(target.data, scope) : [];
}
