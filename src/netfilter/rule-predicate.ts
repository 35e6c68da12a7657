import { addressMasked } from '../predicate/address-predicate.js';

import { all, ALWAYS, equals, invertedIf, type Predicate } from '../predicate/predicate.js';
import { IS_LATER_FRAGMENT } from './fragment.js';
import type { MatchScope } from './extension/extension.js';
import { matchPredicate } from './extension/registry.js';
import type { AddressMatch, DeviceMatch, NetfilterRule } from './rule.js';

/** When all of a rule's matches hold, in the order in which the kernel tests them. */
export function rulePredicate(rule: NetfilterRule, scope: MatchScope): Predicate {
  return all([
    basicPredicate(rule, scope),
    ...rule.matches.map((match) => matchPredicate(match, scope)),
  ]);
}

/** When the matches hold that every rule can have without an extension: -s, -d, -i, -o, -p, -f. */
function basicPredicate(rule: NetfilterRule, scope: MatchScope): Predicate {
  const { protocol, fragment } = rule;
  return all([
    address('src', rule.src),
    address('dst', rule.dst),
    device('indev', rule.indev, scope),
    device('outdev', rule.outdev, scope),
    protocol === undefined
      ? ALWAYS
      : invertedIf(protocol.inverted, equals('protocol', protocol.number)),
    fragment === undefined ? ALWAYS : invertedIf(fragment.inverted, IS_LATER_FRAGMENT),
  ]);
}

function address(field: 'src' | 'dst', match: AddressMatch | undefined): Predicate {
  if (match === undefined) return ALWAYS;
  return invertedIf(match.inverted, addressMasked(field, match.address, match.mask));
}

function device(
  field: 'indev' | 'outdev',
  match: DeviceMatch | undefined,
  scope: MatchScope,
): Predicate {
  if (match === undefined) return ALWAYS;
  // `+` alone stands for every device and for none: it puts no condition on the packet.
  const is = match.name === '+' ? ALWAYS : scope.deviceIs(field, match.name);
  return invertedIf(match.inverted, is);
}
