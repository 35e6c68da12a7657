import { frozen } from '../../frozen.js';
import type { ObjectKind } from './object-kind.js';
import type { MapLiteral, SetReference } from './expression.js';
import type { Rule, Statement } from './statement.js';
import { someValue } from './values-of.js';

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
    uses = usesOfAll(rule.statements);
    known.set(rule, uses);
  }
  return uses;
}

/** What statements name. */
export function usesOfAll(statements: readonly Statement[]): readonly Use[] {
  let all = NONE;
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at];
    const uses = statement === undefined ? NONE : usesOfStatement(statement);
    if (uses.length > 0) all = all.length === 0 ? uses : [...all, ...uses];
  }
  return all;
}

/** Most statements name nothing. */
const NONE: readonly Use[] = frozen([]);

/** What a statement names. */
export function usesOfStatement(statement: Statement): readonly Use[] {
  switch (statement.kind) {
    case 'set-update':
      return [{ kind: 'set', name: statement.set, as: 'update' }, ...usesOfValues(statement)];
    case 'verdict':
      return 'chain' in statement.verdict
        ? [{ kind: 'chain', name: statement.verdict.chain, by: 'verdict' }]
        : NONE;
    case 'object':
      return typeof statement.name === 'string'
        ? [{ kind: 'object', object: statement.object, name: statement.name, by: 'statement' }]
        : [...usesOfValues(statement), ...objectsOf(statement.object, statement.name.map)];
    case 'flow':
      return [{ kind: 'flowtable', name: statement.flowtable }];
    case 'chain':
      return statement.rules.flatMap(usesOf);
    default:
      return usesOfValues(statement);
  }
}

/** The objects that the elements of a map without a name name. */
function objectsOf(object: ObjectKind, map: MapLiteral | SetReference): readonly Use[] {
  if (map.kind === 'set-reference') return [];
  return map.elements.flatMap(({ data }): readonly Use[] =>
    data.kind === 'text' ? [{ kind: 'object', object, name: data.text, by: 'element' }] : [],
  );
}

function usesOfValues(statement: Statement): readonly Use[] {
  let uses: Use[] | undefined;
  someValue(statement, (value) => {
    if (value.kind === 'set-reference') {
      const isVerdictMap = statement.kind === 'vmap' && statement.map === value;
      (uses ??= []).push({ kind: 'set', name: value.name, as: isVerdictMap ? 'vmap' : 'set' });
    }
    if (value.kind === 'map') {
      for (const { data } of value.elements) {
        if (data.kind !== 'verdict' || !('chain' in data)) continue;
        (uses ??= []).push({ kind: 'chain', name: data.chain, by: 'element' });
      }
    }
    return false;
  });
  return uses ?? NONE;
}
