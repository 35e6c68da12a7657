import type { MatchScope } from '../../netfilter/extension/extension.js';
import { all, any, not } from '../../predicate/predicate.js';
import {
  PRIORITY,
  translatesDestinations,
  isPacketHook,
  type BaseChain,
  type ChainHook,
} from '../../netfilter/base-chain.js';
import { HARDWARE } from '../../namespace/link-kind/kind-traits.js';
import { traitsOf } from '../../namespace/link-kind/link-kinds.js';
import type { Listener } from '../../namespace/listener.js';
import { isFibFound } from './fib-lookup.js';
import { addressType } from '../address/address-type.js';
import { deviceNamed, deviceWhere } from '../device.js';
import { changedEntries } from './changed-entries.js';
import { hasFrame, inSet } from './in-set.js';
import { mappingsOf } from '../../ipset/mappings-of.js';
import { findSet } from '../../namespace/ip-sets.js';
import { isTranslatedAnswer, isWildcard, listenedAt, proxiedTo } from './local-sockets.js';
import type { Lowering } from '../lowering.js';
import { ownDestinations4, ownSources4 } from '../address/own-addresses.js';
import { ownDestinations6 } from '../address/own-addresses-v6.js';
import type { HookWalk } from './hook-walk.js';

/** What rules mean at a hook of a namespace. */
export function matchScope(
  lowering: Lowering,
  { hook, looped = false }: Pick<HookWalk, 'hook' | 'looped'>,
  base?: BaseChain,
): MatchScope {
  const { namespace, family } = lowering;
  return {
    family,
    hook,
    looped,
    ends: lowering.rewritesEnds ? 'unknown' : endsAt(hook, base),
    deviceIs: (field, name) => deviceNamed(namespace, field, name),
    deviceInGroup: (field, group, mask) =>
      deviceWhere(namespace, field, (link) => ((link.group ^ group) & mask) === 0),
    deviceOfKind: (field, kind) =>
      deviceWhere(namespace, field, (link) =>
        kind === 'bridge'
          ? link.kind === 'bridge'
          : traitsOf(link.kind).hardware === HARDWARE.ether,
      ),
    addressType: (field, types, limit) => addressType(lowering, field, types, limit),
    ownSources: () => (family === 4 ? ownSources4(namespace) : []),
    ownDestinations: () =>
      family === 4 ? ownDestinations4(namespace, hook) : ownDestinations6(namespace, hook),
    fibFound: (found, device) => isFibFound(lowering, found, device),
    inSet: (name, lookup) =>
      inSet(namespace, name, { ...lookup, family, hasFrame: hasFrame(namespace, hook) }),
    setMappings: (name) =>
      mappingsOf(findSet(namespace, name), (other) => findSet(namespace, other)),
    setChanges: (name) => lowering.setChanges(name),
    changedEntries: (name, sides) =>
      changedEntries(namespace, { name, family, sides }, lowering.setChanges(name)),
    isListenedAt: ({ wildcard, opaque }) => {
      const counts = (listener: Listener): boolean =>
        (wildcard || !isWildcard(listener)) && (opaque || listener.transparent);
      const translated = isTranslatedAnswer(lowering);
      return any([
        all([translated, listenedAt(namespace, family, 'translated', counts)]),
        all([not(translated), listenedAt(namespace, family, 'original', counts)]),
      ]);
    },
    listOwner: (list) => lowering.listOwners.get(list),
    isProxiedTo: (socket, wildcard) =>
      proxiedTo(
        namespace,
        family,
        socket,
        (listener) => listener.transparent && isWildcard(listener) === wildcard,
      ),
  };
}

/** How far packets are translated that come to a base chain; without one, to where iptables has its chains. */
function endsAt(hook: ChainHook, base: BaseChain | undefined): MatchScope['ends'] {
  const before = hook === 'PREROUTING' ? 'came' : 'routed';
  if (base === undefined || hook === 'FORWARD') return before;
  if (!isPacketHook(hook)) return hook === 'INGRESS' ? 'came' : 'unknown';
  const { type, priority } = base;
  if (translatesDestinations(hook)) {
    if (type === 'nat' || priority < PRIORITY.dstnat) return 'came';
    return priority > PRIORITY.dstnat ? 'routed' : 'unknown';
  }
  return type === 'nat' || priority < PRIORITY.srcnat ? 'routed' : 'unknown';
}
