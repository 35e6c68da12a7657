import type { FibQuestion } from '../../netfilter/statement.js';
import { copy, copyAddress, set, type Assignment } from '../../predicate/assignment.js';
import { all, any, equals, same, type Predicate } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import { isLinkLocal6 } from '../address/address-sets-v6.js';
import { LOOPBACK_INDEX } from '../loopback.js';
import type { Lowering } from '../lowering.js';
import { packetKey, reversedDissectedKey } from '../route/flow-key.js';
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
 * `nft_fib4_eval`, `nft_fib6_eval`.
 */
export function lowerFibLookup(
  lowering: Lowering,
  question: FibQuestion,
  { held, missed, test }: FibExits,
): StepId {
  const { builder } = lowering;
  const back = (next: StepId): StepId => builder.add({ kind: 'recall', next });
  const tested = test(back(held), back(missed));
  const lookup = builder.lookup(lowerRpdb(lowering), tested, 'fib');
  const looked = lowerScoped(lowering, question.device, lookup);
  return builder.add({ kind: 'keep', next: builder.assign(keyOf(lowering, question), looked) });
}

/** Holds for packets of which a lookup has found a route by which they can go: over the device, if one is asked about. */
export function isFibFound({ nexthopGroups }: Lowering, device: FibQuestion['device']): Predicate {
  const usable = all([FOUND, routeIs('unicast')]);
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

function keyOf(lowering: Lowering, { address, mark }: FibQuestion): readonly Assignment[] {
  const { family } = lowering;
  const other = address === 'src' ? 'dst' : 'src';
  return [
    ...packetKey(family),
    ...copyAddress(family, 'flowDst', address),
    ...copyAddress(family, 'flowSrc', other),
    ...(mark ? [] : [set('flowMark', 0)]),
    set('flowIif', LOOPBACK_INDEX),
    set('flowOif', 0),
    ...(family === 6 ? [set('flowDev', 0), set('flowStrict', 0)] : []),
    set('flowUid', 0),
    ...reversedDissectedKey(lowering),
  ];
}

/** To a link-local address only a way over the device counts, that of the packet if none is asked about. Source: `nft_fib6_flowi_init`, `RT6_LOOKUP_F_IFACE`. */
function lowerScoped(
  { builder, family }: Lowering,
  device: FibQuestion['device'],
  next: StepId,
): StepId {
  if (family === 4) return next;
  const own = device ?? 'indev';
  const scoped = [copy('flowOif', own), copy('flowDev', own), set('flowStrict', 1)];
  return builder.test(isLinkLocal6('flowDst'), builder.assign(scoped, next), next);
}
