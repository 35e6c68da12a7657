import type { HookName } from '../../netfilter/hook.js';
import type { FibQuestion } from '../../netfilter/statement.js';
import { copy, copyAddress, set, setAddress, type Assignment } from '../../predicate/assignment.js';
import { unspecifiedAddress } from '../../address/address.js';
import { all, any, equals, not, same, type Predicate } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import { isLimitedBroadcast, isMulticast, isZero } from '../address/address-sets-v4.js';
import { isLinkLocal6, isMulticastOfScope6 } from '../address/address-sets-v6.js';
import { LOOPBACK_INDEX } from '../loopback.js';
import type { Lowering } from '../lowering.js';
import { packetKey } from '../route/flow-key.js';
import { routeIs } from '../route/route-is.js';
import { FOUND, lowerRpdb } from '../route/rpdb-walk.js';

/** What a lookup that a rule makes leads to. */
export interface FibExits {
  readonly held: StepId;
  readonly missed: StepId;
  /** Makes the test of what was found. */
  readonly test: (held: StepId, missed: StepId) => StepId;
}

/**
 * A lookup in the middle of a rule, which goes unseen by what follows: what the path has found is put aside and taken back. Source:
 * `nft_fib4_eval`, `nft_fib6_eval`, `__nft_fib6_eval_type`.
 */
export function lowerFibLookup(
  lowering: Lowering,
  question: FibQuestion,
  hook: HookName,
  { held, missed, test }: FibExits,
): StepId {
  const { builder } = lowering;
  const back = (next: StepId): StepId => builder.add({ kind: 'recall', next });
  const tested = test(back(held), back(missed));
  const lookup = builder.lookup(lowerRpdb(lowering), tested, 'fib');
  const looked = lowerScoped(lowering, question, hook, lookup);
  const keyed = builder.assign(keyOf(lowering, question, hook), looked);
  const kept = builder.add({ kind: 'keep', next: keyed });
  const { spared } = question;
  return builder.test(spared, test(held, missed), kept);
}

/** Holds for packets of which a lookup has found a route by which they can go: over the device, if one is asked about. */
export function isFibFound(
  { family, nexthopGroups }: Lowering,
  device: FibQuestion['device'],
): Predicate {
  const unusable = family === 4 ? routeIs('local') : routeIs('local', 'anycast');
  const usable = all([FOUND, not(unusable)]);
  if (device === undefined) return usable;
  const over = any([
    same('routeDev', device),
    ...nexthopGroups.all.map(({ number, route }) =>
      all([
        equals('routeChoice', number),
        any(route.nexthops.map(({ dev }) => equals(device, dev))),
      ]),
    ),
  ]);
  return all([usable, over]);
}

function keyOf(
  { family }: Lowering,
  { address, mark, device }: FibQuestion,
  hook: HookName,
): readonly Assignment[] {
  const other = address === 'src' ? 'dst' : 'src';
  const goesBack = hook === 'FORWARD' && address === 'src' && device === 'indev';
  return [
    ...packetKey(family),
    ...copyAddress(family, 'flowDst', address),
    ...copyAddress(family, 'flowSrc', other),
    ...(mark ? [] : [set('flowMark', 0)]),
    goesBack ? copy('flowIif', 'outdev') : set('flowIif', LOOPBACK_INDEX),
    set('flowOif', 0),
    ...(family === 6 ? [set('flowDev', 0), set('flowStrict', 0)] : []),
    set('flowUid', 0),
    copy('flowProtocol', 'protocol'),
    set('flowSport', 0),
    set('flowDport', 0),
  ];
}

/**
 * What depends on the addresses. To a link-local one only a way over the device counts, that of the packet if none is asked about; in IPv4 the
 * other one counts only if something can come from there. Source: `nft_fib6_flowi_init`, `RT6_LOOKUP_F_IFACE`, `get_saddr`.
 */
function lowerScoped(
  { builder, family }: Lowering,
  { device }: FibQuestion,
  hook: HookName,
  next: StepId,
): StepId {
  if (family === 4) {
    const none = builder.assign(setAddress('flowSrc', unspecifiedAddress(4)), next);
    const noSource = [isMulticast, isLimitedBroadcast, isZero].map((is) => is('flowSrc'));
    return builder.test(any(noSource), none, next);
  }
  const own = device ?? DEVICES[hook];
  const scoped: readonly Assignment[] =
    own === undefined
      ? [set('flowStrict', 1)]
      : [copy('flowOif', own), copy('flowDev', own), set('flowStrict', 1)];
  const onLink = any([isLinkLocal6('flowDst'), isMulticastOfScope6('flowDst', 2)]);
  return builder.test(onLink, builder.assign(scoped, next), next);
}

/** The device that a packet is at: what is sent has none before it goes out. Source: `skb->dev`. */
const DEVICES: Readonly<Record<HookName, 'indev' | 'outdev' | undefined>> = {
  PREROUTING: 'indev',
  INPUT: 'indev',
  FORWARD: 'indev',
  OUTPUT: undefined,
  POSTROUTING: 'outdev',
};
