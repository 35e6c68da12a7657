import { unspecifiedAddress } from '../../address/address.js';
import { SCOPE } from '../../fib/route.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import { domainsOf } from '../../namespace/vrf.js';
import { nonlocalBind } from '../../namespace/sysctl/sysctl.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { addressIs, isMulticastOfScope6 } from '../../predicate/address-predicate.js';
import { setAddress } from '../../predicate/assignment.js';
import { all, ALWAYS, any, equals, NEVER, not, type Predicate } from '../../predicate/predicate.js';
import type { Place } from '../../program/place.js';
import type { StepId } from '../../program/step.js';
import { isLinkLocal6, isMulticast6, isUnspecified6 } from './address-sets-v6.js';
import type { Lowering } from '../lowering.js';

const BIND: Place = { kind: 'bind' };

/** A socket is bound to its source: to an own address, with a device when the address has none by itself. Source: `__inet6_bind`, `rawv6_bind`. */
export function lowerBind6(lowering: Lowering, next: StepId): StepId {
  const { builder, namespace, options } = lowering;
  const anySource =
    options.foreign === true || options.unbound === true || nonlocalBind(namespace, 6);
  const bindable = any([anySource ? ALWAYS : NEVER, isOwn(lowering)]);
  const bound = builder.check('bind', {
    when: bindable,
    passes: next,
    fails: builder.fail(BIND, 'EADDRNOTAVAIL'),
  });
  // Other sockets that are bound to a group send as if they weren't bound.
  const group = builder.test(
    equals('protocol', PROTOCOL.tcp),
    builder.failed('bind-group', builder.fail(BIND, 'EINVAL')),
    builder.assign(setAddress('src', unspecifiedAddress(6)), next),
  );
  const usable = builder.test(isMulticast6('src'), group, bound);
  const scoped = all([
    any([isLinkLocal6('src'), isMulticastOfScope6('src', 1), isMulticastOfScope6('src', 2)]),
    equals('oif', 0),
  ]);
  const unscoped = builder.failed('bind-scope', builder.fail(BIND, 'EINVAL'));
  const checked = builder.test(scoped, unscoped, usable);
  return builder.test(isUnspecified6('src'), next, checked);
}

function boundTo(indexes: readonly number[]): Predicate {
  return any(indexes.map((index) => equals('oif', index)));
}

/**
 * An address of a link or host belongs to its device only, any other to the domain of its device: a socket that is bound to another can't
 * have it. Source: `ipv6_chk_addr`.
 */
function isOwn({ namespace }: Lowering): Predicate {
  const domains = domainsOf(namespace).map(({ members }) => members);
  return any(
    namespace.links.toArray().flatMap((link) => {
      const domain = domains.find((members) => members.includes(link.index));
      const inDomain = domain === undefined ? not(boundTo(domains.flat())) : boundTo(domain);
      return addressesOf(link, 6).map(({ local, scope }) => {
        const here = any([equals('oif', 0), equals('oif', link.index)]);
        const everywhere = scope !== SCOPE.link && scope !== SCOPE.host;
        return all([addressIs('src', local), inDomain, everywhere ? ALWAYS : here]);
      });
    }),
  );
}
