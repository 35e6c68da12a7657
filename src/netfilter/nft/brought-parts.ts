import type { MapLiteral, SetLiteral } from './expression.js';
import type { Rule } from './statement.js';
import { valuesOf } from './values-of.js';
import type { Verdict } from './verdict.js';

/** What is made before a rule, since it stands in it: a set or a map without a name, or a rule of a chain without one. */
export type BroughtPart = SetLiteral | MapLiteral | MapLiteral<Verdict> | Rule;

/** All that is made before a rule, in the order in which the kernel is asked for it. Source: nft's `expand_implicit_set`, `rule_evaluate`. */
export function broughtParts({ statements }: Rule): readonly BroughtPart[] {
  return statements.flatMap((statement): readonly BroughtPart[] =>
    statement.kind === 'chain'
      ? statement.rules.flatMap((rule) => [...broughtParts(rule), rule])
      : valuesOf(statement).filter((value) => value.kind === 'set' || value.kind === 'map'),
  );
}
