import type { Statement } from '../../../netfilter/nft/statement.js';
import type { KnownValue, MapLiteral, SetReference } from '../../../netfilter/nft/expression.js';
import { scalarType } from '../../../netfilter/nft/value-type.js';
import { askedKey, evaluateMapKey, literalMapping } from '../evaluate/evaluate-map.js';
import { setWithin } from '../evaluate/evaluate-set-literal.js';
import { findNamedSet } from '../evaluate/evaluate-set-reference.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { writtenAt } from '../evaluate/written-at.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import { valueOf } from '../syntax/tree/value-of.js';
import { expectType } from '../evaluate/expected.js';
import { isKnownValue } from '../evaluate/is-constant.js';
import { normalForm } from '../evaluate/normal-form.js';
import { describeType, isSameType } from '../evaluate/type-words.js';
import type { Json } from '../json.js';
import { expressionJson, mapJson, printExpression, printMap } from '../print/expression.js';
import type { Printing } from '../print/printing.js';
import type { Expression as Tree, MapExpression } from '../syntax/tree/expression.js';
import type { ObjectReferenceStatement } from '../syntax/tree/statement.js';

type ObjectStatement = Extract<Statement, { readonly kind: 'object' }>;
type Lookup = Exclude<ObjectStatement['name'], string>;

const MOST_NAME = 256;
const name = scalarType('string', MOST_NAME * 8, 'host');

/** An object of the table, by its name or by a map that gives one. */
export function evaluateObject(
  { object, reference }: ObjectReferenceStatement,
  evaluation: Evaluation,
): ObjectStatement {
  if (reference.kind === 'map') {
    return { kind: 'object', object, name: evaluateLookup(reference, evaluation) };
  }
  const value = evaluation.evaluate(reference, expectType(name));
  if (value.kind !== 'text') {
    throw new EvaluationError('Counter expression must be constant', reference.at);
  }
  return { kind: 'object', object, name: value.text };
}

/** Source: nft's `stmt_evaluate_objref_map`. */
function evaluateLookup(tree: MapExpression, evaluation: Evaluation): Lookup {
  const key = evaluateMapKey(tree.key, evaluation);
  const literal = setWithin(tree.map);
  if (literal !== undefined) {
    const elements = literalMapping(literal, askedKey(key, tree), evaluation, (data) =>
      objectName(data, evaluation),
    );
    const map: MapLiteral = { kind: 'map', keyType: key.type, dataType: name, elements };
    return { key: normalForm(key), map: writtenAt(map, literal.at) };
  }
  return { key: normalForm(key), map: namedObjects(tree, key, evaluation) };
}

function objectName(tree: Tree, evaluation: Evaluation): KnownValue {
  const value = evaluation.evaluate(tree, expectType(name));
  if (isKnownValue(value)) return value;
  throw new EvaluationError('Value must be a constant', tree.at);
}

function namedObjects(
  tree: MapExpression,
  key: Lookup['key'],
  evaluation: Evaluation,
): SetReference {
  if (tree.map.kind === 'variable') {
    throw new EvaluationError('Expression is not a map', valueOf(tree.map).at);
  }
  if (tree.map.kind !== 'set-reference') {
    throw new EvaluationError(`invalid mapping expression ${tree.map.kind}`, tree.map.at, [
      tree.key.at,
    ]);
  }
  const set = findNamedSet(tree.map, evaluation);
  if (set.data?.kind !== 'object') {
    throw new EvaluationError('Expression is not a map with objects', tree.map.at);
  }
  const isMark = set.keyType.kind === 'scalar' && set.keyType.datatype === 'mark';
  if (!isMark && !isSameType(set.keyType, key.type)) {
    throw new EvaluationError(
      `datatype mismatch, map expects ${describeType(set.keyType)}, mapping expression has type ${describeType(key.type)}`,
      tree.map.at,
      [tree.key.at],
    );
  }
  return { kind: 'set-reference', name: set.name, keyType: set.keyType };
}

const SET_WORDS: { readonly [object: string]: string } = {
  'ct helper': 'ct helper set',
  'ct timeout': 'ct timeout set',
  'ct expectation': 'ct expectation set',
  secmark: 'meta secmark set',
};

/** An object as a listing has it. */
export function printObject(statement: ObjectStatement, printing: Printing): string {
  const words = SET_WORDS[statement.object] ?? `${statement.object} name`;
  if (typeof statement.name === 'string') return `${words} "${statement.name}"`;
  const { key, map } = statement.name;
  return `${words} ${printExpression(key, printing)} map ${printMap(map, printing)}`;
}

/** An object in JSON. */
export function objectJson(statement: ObjectStatement, printing: Printing): Json {
  if (typeof statement.name === 'string') return { [statement.object]: statement.name };
  const { key, map } = statement.name;
  const json = { key: expressionJson(key, printing), data: mapJson(map, printing) };
  return { [statement.object]: { map: json } };
}
