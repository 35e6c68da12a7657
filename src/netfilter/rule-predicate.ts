import { tick } from '../bound.js';
import { addressMasked } from '../predicate/address-predicate.js';
import { unless, type Part } from '../predicate/part.js';
import {
  all,
  ALWAYS,
  equals,
  invertedIf,
  isAlways,
  type Predicate,
} from '../predicate/predicate.js';
import type { Field } from '../packet/field.js';
import { IS_LATER_FRAGMENT } from './fragment.js';
import type { FibQuestion } from './fib-question.js';
import type { MatchChoice, MatchData, MatchScope } from './extension/extension.js';
import { matchChoices, matchLookup, matchParts } from './extension/registry.js';
import type { Statement as NftStatement } from './nft/statement.js';
import type { AddressMatch, DeviceMatch, XtablesRule } from './rule.js';

/** What a rule asks for: of the packet, of the routing tables, or by a match that something else decides. */
export type RuleCondition =
  | { readonly kind: 'packet'; readonly when: Predicate; readonly parts: readonly RulePart[] }
  | { readonly kind: 'choice'; readonly match: MatchData; readonly choice: MatchChoice }
  | FibLookup;

/** The routing tables are asked, and the rule goes on if what they have found is as wanted. */
export interface FibLookup {
  readonly kind: 'fib';
  readonly question: FibQuestion;
  /** When it is: a condition of the registers of what was found. */
  readonly when: Predicate;
  readonly part: RulePart;
}

/** One of the things that a rule asks of the packet, and the match that it is of, if it's of one. */
export interface RulePart extends Part {
  readonly match?: MatchData;
  /** The statement of a rule of nft that it is of. */
  readonly statement?: NftStatement;
  /** The registers that it reads, where the predicate doesn't say it. */
  readonly reads?: readonly Field[];
}

/** To find out what a rule asks for takes so many pieces of work. */
const RULE_PIECES = 8;

/** All that a rule asks for, in the order in which the kernel asks; the packet comes first. */
export function ruleConditions(rule: XtablesRule, scope: MatchScope): readonly RuleCondition[] {
  tick(RULE_PIECES);
  const conditions: RuleCondition[] = [];
  let packet: RulePart[] = [...basicParts(rule, scope)];
  for (const match of rule.matches) {
    const lookup = matchLookup(match, scope);
    if (lookup !== undefined) {
      const { question, part } = lookup;
      const fib = { kind: 'fib', question, when: part.when, part: partOf(match, part) } as const;
      conditions.push(together(packet), fib);
      packet = [];
      continue;
    }
    const choices = matchChoices(match, scope);
    const parts = matchParts(match, scope).map((part) => partOf(match, part));
    if (choices.length === 0) {
      packet.push(...parts);
    } else {
      packet.push(...parts.filter(({ when }) => !isAlways(when)));
      const open = choices.map((choice) => ({ kind: 'choice', match, choice }) as const);
      conditions.push(together(packet), ...open);
      packet = [];
    }
  }
  return [...conditions, together(packet)];
}

function partOf(match: MatchData, { when, words }: Part): RulePart {
  return words === undefined ? { when, match } : { when, words, match };
}

function together(parts: readonly RulePart[]): RuleCondition {
  return { kind: 'packet', when: all(parts.map(({ when }) => when)), parts };
}

/** When all of a rule's matches hold, as far as the packet decides. */
export function rulePredicate(rule: XtablesRule, scope: MatchScope): Predicate {
  return all(
    ruleConditions(rule, scope).map((condition) =>
      condition.kind === 'packet' ? condition.when : ALWAYS,
    ),
  );
}

/** When the matches hold that every rule can have without an extension: -s, -d, -i, -o, -p, -f. */
function basicParts(rule: XtablesRule, scope: MatchScope): readonly Part[] {
  const { protocol, fragment } = rule;
  const parts: readonly Part[] = [
    { when: address('src', rule.src) },
    { when: address('dst', rule.dst) },
    ...device('indev', rule.indev, scope),
    ...device('outdev', rule.outdev, scope),
    {
      when:
        protocol === undefined
          ? ALWAYS
          : invertedIf(protocol.inverted, equals('protocol', protocol.number)),
    },
    { when: fragment === undefined ? ALWAYS : invertedIf(fragment.inverted, IS_LATER_FRAGMENT) },
  ];
  return parts.filter(({ when }) => !isAlways(when));
}

function address(field: 'src' | 'dst', match: AddressMatch | undefined): Predicate {
  if (match === undefined) return ALWAYS;
  return invertedIf(match.inverted, addressMasked(field, match.address, match.mask));
}

function device(
  field: 'indev' | 'outdev',
  match: DeviceMatch | undefined,
  scope: MatchScope,
): readonly Part[] {
  if (match === undefined) return [];
  // `+` alone stands for every device and for none: it puts no condition on the packet.
  const is = match.name === '+' ? ALWAYS : scope.deviceIs(field, match.name);
  return [
    {
      when: invertedIf(match.inverted, is),
      words: {
        option: field === 'indev' ? 'in' : 'out',
        needs: unless(match.inverted, match.name),
        has: [field],
      },
    },
  ];
}
