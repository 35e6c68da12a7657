import type {
  Expression,
  KnownValue,
  LiteralMapElement,
  MapLiteral,
  MapLookup,
  SetReference,
} from '../../../netfilter/nft/expression.js';
import { partsOf } from '../../../netfilter/nft/expression-parts.js';
import { scalarType, type ValueType } from '../../../netfilter/nft/value-type.js';
import type { Verdict } from '../../../netfilter/nft/verdict.js';
import type {
  Expression as Tree,
  MapExpression,
  MappingExpression,
  SetExpression,
  SetMember,
  SetReferenceExpression,
} from '../syntax/tree/expression.js';
import type { Span } from '../syntax/tree/span.js';
import { valueOf } from '../syntax/tree/value-of.js';
import { arrangeElements } from './arrange-elements.js';
import { checkMapping } from './check/check-mapping.js';
import { checkAsked, checkComputed } from './check/check-operations.js';
import { elementKey, extras, setWithin } from './evaluate-set-literal.js';
import { findNamedSet } from './evaluate-set-reference.js';
import { evaluateVerdict } from './evaluate-verdict.js';
import type { Evaluation } from './evaluation.js';
import { EvaluationError, VerdictMapError } from './evaluation-error.js';
import { ANYTHING, beside, expectType, type Expected } from './expected.js';
import { isConstant, isKnownValue } from './is-constant.js';
import { retype } from './stored-match.js';
import { describeType, isSameType } from './type-words.js';
import { writtenAt } from './written-at.js';

/** What a map has for an expression. Source: nft's `expr_evaluate_map`. */
export function evaluateMap(
  tree: MapExpression,
  { type: asked }: Expected,
  evaluation: Evaluation,
): MapLookup {
  if (asked === 'verdict') {
    throw new EvaluationError('Implicit map expression without known datatype', tree.at);
  }
  const key = evaluateMapKey(tree.key, evaluation);
  evaluation.statementBits = 0;
  const literal = setWithin(tree.map);
  if (literal === undefined) {
    const { map, dataType } = namedMap(tree, key, evaluation);
    if (dataType === undefined) {
      throw new EvaluationError('Expression is not a map', tree.map.at);
    }
    if (dataType === 'verdict') {
      throw new VerdictMapError('Expression is not a map', tree.map.at);
    }
    checkComputed(key);
    return { kind: 'map-lookup', key, map, type: dataType };
  }
  if (asked === undefined) {
    throw new EvaluationError('Implicit map expression without known datatype', tree.at);
  }
  const elements = literalMapping(literal, askedKey(key, tree), evaluation, (data, at) => {
    if (valueOf(data).kind === 'verdict') throw refusedElement(at);
    const value = evaluation.evaluate(data, expectType(asked));
    if (!isKnownValue(value)) throw new EvaluationError('Value must be a constant', data.at);
    // A word of another type is listed as the number that it is.
    return value.kind === 'number' ? retype(value, asked) : value;
  });
  checkChanged(key, tree);
  checkAsked(key);
  const map: MapLiteral = {
    kind: 'map',
    keyType: keyTypeOf(key),
    dataType: asked,
    elements,
  };
  return { kind: 'map-lookup', key, map: writtenAt(map, literal.at), type: asked };
}

/** Bits of what is narrower than what a statement writes are plain numbers, and the keys of a map for them aren't. Source: nft's `expr_evaluate_map`. */
function checkChanged(key: Expression, tree: MapExpression): void {
  if (key.kind !== 'binary' || key.operator === '<<' || key.operator === '>>') return;
  const [field] = partsOf(key);
  if (field === undefined || isSameType(field.type, key.type)) return;
  throw new EvaluationError(
    `datatype mismatch, map expects ${describeType(field.type)}, mapping expression has type ${describeType(key.type)}`,
    tree.map.at,
    [tree.key.at],
  );
}

/** A map of verdicts and the expression that it is asked for. */
export function evaluateVerdictMap(
  tree: MapExpression,
  evaluation: Evaluation,
): { readonly key: Expression; readonly map: MapLiteral<Verdict> | SetReference } {
  const key = evaluateMapKey(tree.key, evaluation);
  evaluation.statementBits = 0;
  const literal = setWithin(tree.map);
  if (literal === undefined) {
    const { map, dataType } = namedMap(tree, key, evaluation);
    if (dataType !== 'verdict') {
      const has = dataType === undefined ? 'invalid' : describeType(dataType);
      throw new EvaluationError(
        `datatype mismatch: expected ${describeType('verdict')}, expression has type ${has}`,
        tree.at,
      );
    }
    checkComputed(key);
    return { key, map };
  }
  const elements = literalMapping(literal, askedKey(key, tree), evaluation, (data) =>
    verdictOf(data, evaluation),
  );
  checkAsked(key);
  const map = { kind: 'map', keyType: keyTypeOf(key), dataType: 'verdict', elements } as const;
  return { key, map: writtenAt<MapLiteral<Verdict>>(map, literal.at) };
}

/** The kernel knows the keys of a map as plain numbers where it is asked for bits of the packet. */
function keyTypeOf({ kind, type }: Expression): ValueType {
  const isBits = kind === 'raw-payload' && type.kind === 'scalar';
  return isBits ? scalarType('integer', type.bits, type.order) : type;
}

function verdictOf(tree: Tree, evaluation: Evaluation): Verdict {
  const value = valueOf(tree);
  if (value.kind === 'verdict') return evaluateVerdict(value, evaluation);
  evaluation.evaluate(tree, expectType('verdict'));
  throw new EvaluationError('Value must be a constant', tree.at);
}

/** What a map is asked for. */
export function evaluateMapKey(tree: Tree, evaluation: Evaluation): Expression {
  const parts = tree.kind === 'concat' ? tree.parts : [tree];
  for (const part of parts) {
    if (part.kind === 'ct' && (part.key === 'saddr' || part.key === 'daddr')) {
      throw new EvaluationError('specify either ip or ip6 for address matching', part.at);
    }
  }
  const key = evaluation.evaluate(tree, ANYTHING);
  if (isConstant(key)) throw new EvaluationError('Map expression can not be constant', tree.at);
  return key;
}

function namedMap(
  tree: MapExpression,
  key: Expression,
  evaluation: Evaluation,
): { readonly map: SetReference; readonly dataType: ValueType | 'verdict' | undefined } {
  const reference = referenceWithin(tree.map);
  if (reference === undefined) {
    if (tree.map.kind === 'variable') {
      throw new EvaluationError('Expression is not a map', valueOf(tree.map).at);
    }
    throw new EvaluationError(`invalid mapping expression ${tree.map.kind}`, tree.map.at, [
      tree.key.at,
    ]);
  }
  const { name, keyType, data } = findNamedSet(reference, evaluation);
  if (data === undefined || data.kind === 'object') {
    throw new EvaluationError('Expression is not a map', tree.map.at);
  }
  const isMark = keyType.kind === 'scalar' && keyType.datatype === 'mark';
  if (!isMark && !isSameType(keyType, key.type)) {
    throw new EvaluationError(
      `datatype mismatch, map expects ${describeType(keyType)}, mapping expression has type ${describeType(key.type)}`,
      tree.map.at,
      [tree.key.at],
    );
  }
  return {
    map: { kind: 'set-reference', name, keyType },
    dataType: data.kind === 'verdict' ? 'verdict' : data.type,
  };
}

function referenceWithin(tree: Tree): SetReferenceExpression | undefined {
  const value = valueOf(tree);
  return value.kind === 'set-reference' ? value : undefined;
}

/** The elements of a map written in a rule, in the order of a listing. */
export function literalMapping<Data extends KnownValue | Verdict>(
  tree: SetExpression,
  asked: Expected & { readonly type: ValueType },
  evaluation: Evaluation,
  dataOf: (tree: Tree, at: Span) => Data,
): readonly LiteralMapElement<Data>[] {
  if (asked.type.kind === 'concatenation') for (const member of tree.elements) checkApart(member);
  const placed = tree.elements.flatMap((member) => {
    if (member.kind !== 'mapping') {
      if (member.kind === 'element') elementKey(member, asked, evaluation);
      throw refusedElement(member.at);
    }
    const keys = keysOf(member, asked, evaluation);
    const data = dataOf(member.data, member.key.key.at);
    return keys.map((key) => ({
      element: Object.assign(key, { data }),
      at: member.key.key.at,
    }));
  });
  checkMapping(placed);
  return arrangeElements(
    placed.map(({ element }) => element),
    asked.type,
  );
}

/** Keys side by side, each as it has to be written. Source: nft's `set_evaluate`. */
function checkApart(member: SetMember): void {
  if (member.kind === 'set') return;
  const { key } = member.kind === 'mapping' ? member.key : member;
  if (key.kind === 'concat' || key.kind === 'catch-all') return;
  throw new EvaluationError('expression is not a concatenation', key.at);
}

/** What the keys of a map written in a rule have to be. */
export function askedKey(
  key: Expression,
  tree: MapExpression,
): Expected & { readonly type: ValueType } {
  const type = keyTypeOf(key);
  return { ...beside(expectType(type), tree.key), type };
}

/** The kernel refuses an element of a map without data, and one with data of another kind. Source: `nft_add_set_elem`. */
function refusedElement(at: Span): EvaluationError {
  return new EvaluationError('Could not process rule: Invalid argument', at);
}

function keysOf(
  { key }: MappingExpression,
  expected: Expected,
  evaluation: Evaluation,
): readonly Omit<LiteralMapElement<Verdict>, 'data'>[] {
  const several = setWithin(key.key);
  if (several === undefined) {
    return [{ key: elementKey(key, expected, evaluation), ...extras(key) }];
  }
  return several.elements.flatMap((member) =>
    member.kind === 'element' ? [{ key: elementKey(member, expected, evaluation) }] : [],
  );
}
