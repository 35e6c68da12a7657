import type { Family } from '../../src/address/family.js';
import type { MatchScope } from '../../src/netfilter/extension/extension.js';
import type { HookName } from '../../src/netfilter/hook.js';
import { any, equals, NEVER } from '../../src/predicate/predicate.js';

/** A scope in which devices have the given names and ifindices, and no address is of any type. */
export function testScope(
  family: Family,
  hook: HookName,
  devices: Readonly<Record<string, number>>,
): MatchScope {
  return {
    family,
    hook,
    looped: false,
    ends: hook === 'PREROUTING' ? 'came' : 'routed',
    deviceIs: (field, name) =>
      any(
        Object.entries(devices)
          .filter(([device]) =>
            name.endsWith('+') ? device.startsWith(name.slice(0, -1)) : device === name,
          )
          .map(([, index]) => equals(field, index)),
      ),
    deviceInGroup: () => NEVER,
    deviceOfKind: () => NEVER,
    addressType: () => NEVER,
    ownSources: () => [],
    ownDestinations: () => [],
    fibFound: () => NEVER,
    inSet: () => ({ least: NEVER, listed: NEVER, most: NEVER }),
    setMappings: () => [],
    setChanges: () => ({ added: false, removed: false }),
    changedEntries: () => undefined,
    isListenedAt: () => NEVER,
    listOwner: () => undefined,
    isProxiedTo: () => NEVER,
  };
}
