import { isMulticastOfScope6 } from '../../predicate/address-predicate.js';
import type { ChainHook } from '../../netfilter/base-chain.js';
import type { FibWays, Statement } from '../../netfilter/statement.js';
import type { FibFound, FibQuestion } from '../../netfilter/fib-question.js';
import { copy, copyAddress, set, setAddress, type Assignment } from '../../predicate/assignment.js';
import { unspecifiedAddress } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import { all, any, equals, not, same, type Predicate } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import { isLimitedBroadcast, isMulticast, isZero } from '../address/address-sets-v4.js';
import { isLinkLocal6, isMulticast6 } from '../address/address-sets-v6.js';
import { LOOPBACK_INDEX } from '../loopback.js';
import type { Lowering } from '../lowering.js';
import { packetKey } from '../route/flow-key.js';
import { STRICT } from '../route/lowered-routes-v6.js';
import type { ProgramBuilder } from '../program-builder.js';
import { routeIs } from '../route/route-is.js';
import { FOUND, lowerRpdb } from '../route/rpdb-walk.js';

/** Makes the tests of what a lookup has found; the steps that they lead to are given to `leave` first. */
export type FibTests = (leave: (to: StepId) => StepId) => StepId;

/**
 * A lookup in the middle of a rule, which goes unseen by what follows: what the path has found is put aside and taken back. Source:
 * `nft_fib4_eval`, `nft_fib6_eval`, `__nft_fib6_eval_type`, `rpfilter_lookup_reverse6`.
 */
export function lowerFibLookup(
  lowering: Lowering,
  question: FibQuestion,
  hook: ChainHook,
  tests: FibTests,
): StepId {
  const { builder } = lowering;
  const back = (next: StepId): StepId => builder.add({ kind: 'recall', next });
  const lookup = builder.lookup(lowerRpdb(lowering), tests(back), 'fib');
  const looked = lowerScoped(lowering, question, hook, lookup);
  const keyed = builder.assign(keyOf(lowering, question, hook), looked);
  const kept = builder.add({ kind: 'keep', next: keyed });
  const { spared } = question;
  return builder.test(
    spared,
    tests((to) => to),
    kept,
  );
}

/** A lookup that decides what is done; where it finds nothing of what is asked for, the rule ends. */
export function lowerFibWays(
  lowering: Lowering,
  { question, ways }: FibWays,
  hook: ChainHook,
  to: { readonly does: (way: readonly Statement[]) => StepId; readonly missed: StepId },
): StepId {
  const { builder } = lowering;
  const steps = ways.map(({ when, does }) => ({ when, step: to.does(does) }));
  return lowerFibLookup(lowering, question, hook, (leave) =>
    steps.reduceRight(
      (otherwise, { when, step }) => builder.test(when, leave(step), otherwise),
      leave(to.missed),
    ),
  );
}

/** Holds when a lookup has found that: over the device, if one is asked about. */
export function isFibFound(
  { family, nexthopGroups }: Lowering,
  found: FibFound,
  device: FibQuestion['device'],
): Predicate {
  const usable = all([FOUND, isOf(found, family)]);
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

function isOf(found: FibFound, family: Family): Predicate {
  if (found !== 'way') return routeIs(found);
  return not(family === 4 ? routeIs('local') : routeIs('local', 'anycast'));
}

function keyOf(
  { family }: Lowering,
  { address, mark, protocol, device }: FibQuestion,
  hook: ChainHook,
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
    ...(family === 6 ? [set('flowDev', 0), set('flowStrict', STRICT.no)] : []),
    set('flowUid', 0),
    protocol ? copy('flowProtocol', 'protocol') : set('flowProtocol', 0),
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
  question: FibQuestion,
  hook: ChainHook,
  next: StepId,
): StepId {
  if (family === 4) {
    const none = builder.assign(setAddress('flowSrc', unspecifiedAddress(4)), next);
    const noSource = [isMulticast, isLimitedBroadcast, isZero].map((is) => is('flowSrc'));
    return builder.test(any(noSource), none, next);
  }
  const { device, deviceFirst } = question;
  const own = device ?? DEVICES[hook];
  const scoped: readonly Assignment[] =
    own === undefined
      ? [set('flowStrict', STRICT.only)]
      : [copy('flowOif', own), copy('flowDev', own), set('flowStrict', STRICT.only)];
  const onLink = any([isLinkLocal6('flowDst'), isMulticastOfScope6('flowDst', 2)]);
  const begun = lowerSource6(builder, question, next);
  const plain =
    deviceFirst && device !== undefined
      ? builder.assign(
          [copy('flowOif', device), copy('flowDev', device), set('flowStrict', STRICT.first)],
          begun,
        )
      : begun;
  return builder.test(onLink, builder.assign(scoped, begun), plain);
}

/** Source: `rpfilter_addr_unicast`. */
function lowerSource6(builder: ProgramBuilder, { fromGroups }: FibQuestion, next: StepId): StepId {
  if (fromGroups) return next;
  const none = builder.assign(setAddress('flowSrc', unspecifiedAddress(6)), next);
  return builder.test(isMulticast6('flowSrc'), none, next);
}

/** The device that a packet is at: what is sent has none before it goes out. Source: `skb->dev`. */
const DEVICES: Readonly<Record<ChainHook, 'indev' | 'outdev' | undefined>> = {
  PREROUTING: 'indev',
  INPUT: 'indev',
  FORWARD: 'indev',
  OUTPUT: undefined,
  POSTROUTING: 'outdev',
  INGRESS: 'indev',
  EGRESS: 'outdev',
};
