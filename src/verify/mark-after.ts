import { programOf } from '../host/program-of.js';
import { familyKey, type Namespace } from '../namespace/namespace.js';
import { withBuiltinChain } from '../netfilter/ruleset.js';
import { masked } from '../predicate/predicate.js';
import { analyse, type Analysis } from './analysis.js';
import { FALSE, type Node } from './engine/diagram.js';
import { watchHook, type HookPlace } from './watch-hook.js';

/** The packets that come out of a table at a hook with another mark, in the bits of the mask; with the analysis that knows their choices. */
export function otherMarkAfter(
  { space, namespace, options }: Pick<Analysis, 'space' | 'namespace' | 'options'>,
  place: HookPlace,
  value: number,
  mask: number,
): readonly [Analysis, Node] {
  const { diagram } = space;
  const touched = withChain(namespace, options.family, place);
  const own = programOf(touched, options.family);
  const { program, tests } = watchHook(own, place, masked('mark', mask, value));
  let wrong = FALSE;
  const analysis = analyse(space, touched, {
    ...options,
    observed: 'nothing',
    program,
    seen: (_, step, packets, held) => {
      if (tests.has(step)) wrong = diagram.or(wrong, diagram.minus(packets, held));
    },
  });
  return [analysis, diagram.and(wrong, analysis.packets)];
}

/** Where no command has touched the table, packets pass as through an empty chain. */
function withChain(
  namespace: Namespace,
  family: Analysis['options']['family'],
  { table, hook }: HookPlace,
): Namespace {
  const key = familyKey(family);
  const { ruleset } = namespace[key];
  return namespace.set(key, namespace[key].set('ruleset', withBuiltinChain(ruleset, table, hook)));
}
