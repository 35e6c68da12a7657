import type { HookName } from '../../../netfilter/hook.js';
import type { XtablesRule } from '../../../netfilter/rule.js';
import { rulePredicate } from '../../../netfilter/rule-predicate.js';
import type { Predicate } from '../../../predicate/predicate.js';
import type { Facts } from '../facts.js';
import { matchScope } from './match-scope.js';

/** One of the things that a rule asks for. */
export interface RulePart {
  /** The basic match, or the name of the extension. */
  readonly name: 'src' | 'dst' | 'indev' | 'outdev' | 'protocol' | 'fragment' | 'match';
  readonly when: Predicate;
  /** A rule that asks for nothing else. */
  readonly alone: XtablesRule;
}

const BASIC = ['src', 'dst', 'indev', 'outdev', 'protocol', 'fragment'] as const;

/** All that a rule asks for at a hook, thing by thing: it meets the packets that meet each. */
export function partsOfRule(
  { namespace, family }: Facts,
  rule: XtablesRule,
  hook: HookName,
): readonly RulePart[] {
  const scope = matchScope(namespace, family, hook);
  const part = (name: RulePart['name'], asked: Partial<XtablesRule>): RulePart => {
    const alone = { ...rule, ...NOTHING, ...asked };
    return { name, alone, when: rulePredicate(alone, scope) };
  };
  return [
    ...BASIC.flatMap((name) =>
      rule[name] === undefined ? [] : [part(name, { [name]: rule[name] })],
    ),
    // An extension can ask for what its rule's protocol has: ports, say.
    ...rule.matches.map((match) => part('match', { matches: [match] })),
  ];
}

const NOTHING = {
  src: undefined,
  dst: undefined,
  indev: undefined,
  outdev: undefined,
  protocol: undefined,
  fragment: undefined,
  matches: [],
  target: { kind: 'none' },
} as const satisfies Partial<XtablesRule>;
