import type { ObjectKind } from './object-kind.js';
import type { MapLiteral, SetReference } from './expression.js';
import type { Rule, Statement } from './statement.js';
import { valuesOf } from './values-of.js';
import type { StatementValue } from './statement-operands.js';

/** Something of its own table that a rule names. */
export type Use =
  /** By a verdict, or by an element of a map without a name. */
  | { readonly kind: 'chain'; readonly name: string; readonly by: 'verdict' | 'element' }
  | { readonly kind: 'set'; readonly name: string; readonly as: 'set' | 'vmap' | 'update' }
  | {
      readonly kind: 'object';
      readonly object: ObjectKind;
      readonly name: string;
      readonly by: 'statement' | 'element';
    }
  | { readonly kind: 'flowtable'; readonly name: string };

const known = new WeakMap<Rule, readonly Use[]>();

/** Everything of its table that a rule names, in the order of its statements. */
export function usesOf(rule: Rule): readonly Use[] {
  let uses = known.get(rule);
  if (uses === undefined) {
    uses = rule.statements.flatMap(usesOfStatement);
    known.set(rule, uses);
  }
  return uses;
}

/** What a statement names. */
export function usesOfStatement(statement: Statement): readonly Use[] {
  const named = valuesOf(statement).flatMap((value) => usesOfValue(statement, value));
  switch (statement.kind) {
    case 'set-update':
      return [{ kind: 'set', name: statement.set, as: 'update' }, ...named];
    case 'verdict':
      return 'chain' in statement.verdict
        ? [{ kind: 'chain', name: statement.verdict.chain, by: 'verdict' }]
        : [];
    case 'object':
      return typeof statement.name === 'string'
        ? [{ kind: 'object', object: statement.object, name: statement.name, by: 'statement' }]
        : [...named, ...objectsOf(statement.object, statement.name.map)];
    case 'flow':
      return [{ kind: 'flowtable', name: statement.flowtable }];
    case 'chain':
      return statement.rules.flatMap(usesOf);
    default:
      return named;
  }
}

/** The objects that the elements of a map without a name name. */
function objectsOf(object: ObjectKind, map: MapLiteral | SetReference): readonly Use[] {
  if (map.kind === 'set-reference') return [];
  return map.elements.flatMap(({ data }): readonly Use[] =>
    data.kind === 'text' ? [{ kind: 'object', object, name: data.text, by: 'element' }] : [],
  );
}

function usesOfValue(statement: Statement, value: StatementValue): readonly Use[] {
  if (value.kind === 'set-reference') {
    const isVerdictMap = statement.kind === 'vmap' && statement.map === value;
    return [{ kind: 'set', name: value.name, as: isVerdictMap ? 'vmap' : 'set' }];
  }
  if (value.kind !== 'map') return [];
  return value.elements.flatMap(({ data }): readonly Use[] =>
    data.kind === 'verdict' && 'chain' in data
      ? [{ kind: 'chain', name: data.chain, by: 'element' }]
      : [],
  );
}
