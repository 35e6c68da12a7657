import { programOf } from '../../evaluate/program-of.js';
import type { Namespace } from '../../namespace/namespace.js';
import { withBuiltinChain } from '../../netfilter/ruleset.js';
import { masked } from '../../predicate/predicate.js';
import { analyse, type Analysis } from './analysis.js';
import { FALSE, type Node } from '../engine/diagram.js';
import type { MarkBits } from '../property/arguments.js';
import { watchHook, type HookPlace } from '../run/watch-hook.js';
import { rulesetOf, withRuleset } from '../../netfilter/netfilter.js';

/** What comes out of a table at a hook. */
export interface PastHook {
  readonly analysis: Analysis;
  /** The packets that come out of it by some way, with another mark. */
  readonly wrong: Node;
  /** The packets that come out of it, whatever their mark. */
  readonly claimed: Node;
}

/** Follows packets past a table at a hook, and finds those with another mark there, in the bits of the mask. */
export function followPast(
  { space, namespace, options }: Pick<Analysis, 'space' | 'namespace' | 'options'>,
  place: HookPlace,
  { value, mask }: MarkBits,
): PastHook {
  const { diagram } = space;
  const touched = withChain(namespace, options.family, place);
  const own = programOf(touched, options.family);
  const { program, tests } = watchHook(own, place, masked('mark', mask, value));
  let wrong = FALSE;
  let reached = FALSE;
  const analysis = analyse(space, touched, {
    ...options,
    observed: 'nothing',
    program,
    seen: (_, step, packets, held) => {
      if (!tests.has(step)) return;
      reached = diagram.or(reached, packets);
      wrong = diagram.or(wrong, diagram.minus(packets, held));
    },
  });
  const { packets } = analysis;
  return { analysis, wrong: diagram.and(wrong, packets), claimed: diagram.and(reached, packets) };
}

/** Where no command has touched the table, packets pass as through an empty chain. */
function withChain(
  namespace: Namespace,
  family: Analysis['options']['family'],
  { table, hook }: HookPlace,
): Namespace {
  const { netfilter } = namespace;
  const ruleset = withBuiltinChain(rulesetOf(netfilter, family), table, hook);
  return namespace.set('netfilter', withRuleset(netfilter, ruleset));
}
