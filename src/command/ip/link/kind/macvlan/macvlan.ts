import { isGroupLladdr, NO_LLADDR } from '../../../../../address/lladdr.js';
import { followersOf } from '../../../../../machine/followers.js';
import { namespaceOf } from '../../../../../machine/machine.js';
import { givesFrames } from '../../../../../namespace/link-kind/link-kinds.js';
import {
  isPassthru,
  NEW_MACVLAN,
  type MacvlanSettings,
} from '../../../../../namespace/link-kind/macvlan.js';
import { mtuLimits } from '../../../../../namespace/link-kind/mtu-limits.js';
import type { Link } from '../../../../../namespace/link.js';
import { linkByIndex, masterOf, type Namespace } from '../../../../../namespace/namespace.js';
import { errnoRefusal, refuseByErrno } from '../../../arguments.js';
import type { KindContext, KindWords, NewDevicePlace } from '../kind-words.js';
import { leftWith } from '../left-with.js';
import { macvlanDetails } from './macvlan-details.js';
import { MACVLAN_USAGE, readMacvlanWords, type MacvlanRequest } from './macvlan-options.js';

/** `type macvlan`. Source: `iplink_macvlan.c` of iproute2; `macvlan_newlink`, `macvlan_changelink`. */
export const macvlanWords: KindWords = {
  kind: 'macvlan',
  usage: MACVLAN_USAGE,
  read: (words) => {
    const asked = readMacvlanWords(words);
    return {
      check: () => validate(asked),
      settle: (place) => settle(withSources(withWords(NEW_MACVLAN, asked), asked), place),
    };
  },
  change: (words, kindContext, link) => {
    const asked = readMacvlanWords(words);
    return { check: () => validate(asked), settle: () => change(asked, kindContext, link) };
  },
  details: ({ machine }, _namespace, { settings, lower }) => {
    if (settings.kind !== 'macvlan') return [];
    const siblings = lower === undefined ? [] : followersOf(machine, lower);
    const lengths = siblings.map(({ link }) =>
      link.settings.kind === 'macvlan' ? link.settings.queueLength : 0,
    );
    return macvlanDetails(settings, Math.max(0, ...lengths));
  },
};

/** Source: `macvlan_changelink`. */
function change(asked: MacvlanRequest, { context }: KindContext, link: Link): Partial<Link> {
  const { settings } = link;
  if (settings.kind !== 'macvlan') return {};
  const { mode = settings.mode } = asked;
  if ((mode === 'passthru') !== (settings.mode === 'passthru')) refuseByErrno('EINVAL');
  const left = mode === settings.mode ? settings : { ...settings, sources: [] };
  const changed = withWords(left, asked);
  if (asked.sources !== undefined && mode !== 'source') {
    throw errnoRefusal('EINVAL').leaving(leftWith(context, { ...link, settings: changed }));
  }
  return { settings: withSources(changed, asked) };
}

/** Senders are hosts. @throws Refusal. Source: `macvlan_validate`. */
function validate({ sources }: MacvlanRequest): void {
  if (sources?.addresses.every(isSender) === false) refuseByErrno('EADDRNOTAVAIL');
}

function isSender(lladdr: string): boolean {
  return !isGroupLladdr(lladdr) && lladdr !== NO_LLADDR;
}

function withWords(before: MacvlanSettings, asked: MacvlanRequest): MacvlanSettings {
  const { mode = before.mode, flags = before, queueLength = before.queueLength } = asked;
  const { nopromisc, nodst } = flags;
  const { queueFrom = before.queueFrom } = asked;
  return { ...before, mode, nopromisc, nodst, queueLength, queueFrom };
}

/** Source: `macvlan_changelink_sources`. */
function withSources(before: MacvlanSettings, { sources }: MacvlanRequest): MacvlanSettings {
  if (sources === undefined) return before;
  if (before.mode !== 'source') return refuseByErrno('EINVAL');
  const { how, addresses } = sources;
  const kept = how === 'set' || how === 'flush' ? [] : before.sources;
  const others = kept.filter((one) => how !== 'del' || !addresses.includes(one));
  const added = how === 'del' ? [] : addresses;
  return { ...before, sources: [...new Set([...others, ...added])] };
}

/** What the port of a bridge or bond receives, that one has already. Source: `netdev_rx_handler_register`. */
function isPort(namespace: Namespace, port: Link): boolean {
  const kind = masterOf(namespace, port)?.kind;
  return kind === 'bridge' || kind === 'bond';
}

/** A device on a macvlan device lies on the same one as that. Source: `macvlan_common_newlink`. */
function settle(settings: MacvlanSettings, place: NewDevicePlace): Partial<Link> {
  const { lower, request, machine, here } = place;
  if (lower === undefined || !givesFrames(lower.kind)) refuseByErrno('EINVAL');
  const lowest = lower.settings.kind === 'macvlan' ? lower.lower : undefined;
  const lowerPlace = lowest ?? { namespace: here, index: lower.index };
  const base = linkByIndex(namespaceOf(machine, lowerPlace.namespace), lowerPlace.index) ?? lower;
  if (isPort(namespaceOf(machine, lowerPlace.namespace), base)) refuseByErrno('EBUSY');
  if (request.mtuBytes !== undefined && request.mtuBytes > base.mtuBytes) refuseByErrno('EINVAL');
  const others = followersOf(machine, lowerPlace);
  if (others.some(({ link }) => link.kind === 'ipvlan')) refuseByErrno('EBUSY');
  const siblings = others.filter(({ link }) => link.kind === 'macvlan');
  const passes = settings.mode === 'passthru';
  const isTaken = siblings.some(({ link }) => isPassthru(link));
  if (isTaken || (passes && siblings.length > 0)) refuseByErrno('EINVAL');
  const { mtuBytes, carrier, lladdr } = base;
  const [, mostMtu] = mtuLimits(base);
  const own = { ...settings, mostMtu, lladdrBelow: passes ? lladdr : '' };
  return { mtuBytes, carrier, lower: lowerPlace, settings: own, ...(passes ? { lladdr } : {}) };
}
