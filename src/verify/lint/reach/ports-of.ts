import { assertNever } from '../../../assert-never.js';
import { rulePredicate } from '../../../netfilter/rule-predicate.js';
import type { MatchScope } from '../../../netfilter/extension/extension.js';
import type { XtablesRule } from '../../../netfilter/rule.js';
import { same, type Predicate } from '../../../predicate/predicate.js';

/** The single destination ports for which a rule asks. */
export function portsOf(rule: XtablesRule): readonly number[] {
  return portsIn(rulePredicate(rule, ANYWHERE));
}

function portsIn(predicate: Predicate): readonly number[] {
  switch (predicate.kind) {
    case 'masked':
      return predicate.field === 'dport' && predicate.mask === 0xffff ? [predicate.value] : [];
    case 'all':
    case 'any':
      return predicate.of.flatMap((part) => portsIn(part));
    case 'range':
    case 'same':
    case 'not':
      return [];
    default:
      return assertNever(predicate);
  }
}

/** Something else than ports, of which nothing is known here. */
const OTHER = same('indev', 'indev');

const ANYWHERE: MatchScope = {
  family: 4,
  hook: 'FORWARD',
  looped: false,
  ends: 'unknown',
  deviceIs: () => OTHER,
  deviceInGroup: () => OTHER,
  deviceOfKind: () => OTHER,
  addressType: () => OTHER,
  ownSources: () => [],
  ownDestinations: () => [],
  fibFound: () => OTHER,
  inSet: () => ({ least: OTHER, listed: OTHER, most: OTHER }),
  setMappings: () => [],
  setChanges: () => ({ added: false, removed: false }),
  changedEntries: () => undefined,
  isListenedAt: () => OTHER,
  listOwner: () => undefined,
  isProxiedTo: () => OTHER,
};
