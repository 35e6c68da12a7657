import { addressMasked } from '../predicate/address-predicate.js';
import { all, ALWAYS, equals, invertedIf, type Predicate } from '../predicate/predicate.js';
import { IS_LATER_FRAGMENT } from './fragment.js';
import type { MatchChoice, MatchData, MatchScope } from './extension/extension.js';
import { matchChoice, matchPredicate } from './extension/registry.js';
import type { AddressMatch, DeviceMatch, NetfilterRule } from './rule.js';

/** What a rule asks for: of the packet, or by a match that something else decides. */
export type RuleCondition =
  | { readonly kind: 'packet'; readonly when: Predicate }
  | { readonly kind: 'choice'; readonly match: MatchData; readonly choice: MatchChoice };

/** All that a rule asks for, in the order in which the kernel asks; the packet comes first. */
export function ruleConditions(rule: NetfilterRule, scope: MatchScope): readonly RuleCondition[] {
  const conditions: RuleCondition[] = [];
  let packet = [basicPredicate(rule, scope)];
  for (const match of rule.matches) {
    const choice = matchChoice(match, scope.family);
    if (choice === undefined) {
      packet.push(matchPredicate(match, scope));
    } else {
      conditions.push({ kind: 'packet', when: all(packet) }, { kind: 'choice', match, choice });
      packet = [];
    }
  }
  return [...conditions, { kind: 'packet', when: all(packet) }];
}

/** When all of a rule's matches hold, as far as the packet decides. */
export function rulePredicate(rule: NetfilterRule, scope: MatchScope): Predicate {
  return all(
    ruleConditions(rule, scope).map((condition) =>
      condition.kind === 'packet' ? condition.when : ALWAYS,
    ),
  );
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
