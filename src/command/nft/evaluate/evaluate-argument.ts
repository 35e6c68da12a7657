import { datatypeRoot, datatypes } from '../../../netfilter/nft/datatype.js';
import type { Expression, PrefixValue, RangeValue } from '../../../netfilter/nft/expression.js';
import { valueRange } from '../../../netfilter/nft/set/range-value.js';
import type { ScalarType, ValueType } from '../../../netfilter/nft/value-type.js';
import type { Expression as Tree } from '../syntax/tree/expression.js';
import type { Span } from '../syntax/tree/span.js';
import type { Evaluation } from './evaluation.js';
import { EvaluationError, VerdictMapError } from './evaluation-error.js';
import { valueOf } from '../syntax/tree/value-of.js';
import { expectType } from './expected.js';
import { typeOf, type Evaluated } from './is-constant.js';
import { normalForm } from './normal-form.js';
import { describeType, isSameType } from './type-words.js';

/**
 * What a statement sets something to, or acts with. Source: nft's `stmt_evaluate_arg`.
 *
 * @throws EvaluationError when it isn't of the type
 */
export function evaluateArgument(
  tree: Tree,
  type: ValueType,
  statementAt: Span,
  evaluation: Evaluation,
): Expression {
  return fitArgument(evaluateGiven(tree, type, statementAt, evaluation), tree, type, statementAt);
}

function evaluateGiven(
  tree: Tree,
  type: ValueType,
  statementAt: Span,
  evaluation: Evaluation,
): Evaluated {
  try {
    return evaluation.evaluate(tree, expectType(type));
  } catch (error) {
    if (!(error instanceof VerdictMapError)) throw error;
    const has = describeType('verdict');
    throw new EvaluationError(
      `datatype mismatch: expected ${describeType(type)}, expression has type ${has}`,
      tree.at,
      [statementAt],
    );
  }
}

/** Checks an argument that has been evaluated. */
export function fitArgument(
  value: Evaluated,
  tree: Tree,
  type: ValueType,
  statementAt: Span,
): Expression {
  // A variable stands where it was defined.
  const { at } = valueOf(tree);
  const has = typeOf(value);
  const isPlain =
    (value.kind === 'payload' || value.kind === 'raw-payload') && isWholeBytes(value.type);
  if (isPlain && isInteger(value.type) && !isIntegerOf(type, value.type.bits)) {
    throw new EvaluationError(
      `datatype mismatch: expected ${describeType(type)}, expression has type ${describeType(has)} with length ${value.type.bits}`,
      at,
      [statementAt],
    );
  }
  if (!isCompatible(type, has)) {
    throw new EvaluationError(
      `datatype mismatch: expected ${describeType(type)}, expression has type ${describeType(has)}`,
      at,
      [statementAt],
    );
  }
  if (value.kind === 'set') {
    throw new EvaluationError('you cannot use a set here, unknown value to use', at, [statementAt]);
  }
  if (value.kind === 'set-reference') {
    throw new EvaluationError('you cannot reference a set here, unknown value to use', at, [
      statementAt,
    ]);
  }
  if (value.kind === 'prefix') return prefixRange(value, tree);
  return settle(normalForm(value), type);
}

/** A known value has the type of what it is put into. */
function settle(value: Expression, type: ValueType): Expression {
  const isKnown = value.kind === 'number' || value.kind === 'range' || value.kind === 'text';
  return isKnown && type.kind === 'scalar' && type.bits > 0 ? { ...value, type } : value;
}

function isWholeBytes({ bits }: ScalarType): boolean {
  return bits % 8 === 0;
}

function isInteger({ datatype }: ScalarType): boolean {
  return datatype === 'integer' || datatype === 'hex_integer';
}

function isIntegerOf(type: ValueType, bits: number): boolean {
  return type.kind === 'scalar' && datatypeRoot(type.datatype) === 'integer' && type.bits === bits;
}

/** A mark can be set to any number. */
function isCompatible(type: ValueType, has: ValueType): boolean {
  if (type.kind === 'scalar' && type.datatype === 'mark' && has.kind === 'scalar') {
    return nearBase(has) === 'integer';
  }
  return isSameType(type, has);
}

function nearBase({ datatype }: ScalarType): string {
  return datatypes[datatype].base ?? datatype;
}

function prefixRange(value: PrefixValue, tree: Tree): RangeValue {
  if (datatypeRoot(value.type.datatype) !== 'integer') {
    throw new EvaluationError('Prefix expression expected integer value', tree.at);
  }
  const { low, high } = valueRange(value);
  return { kind: 'range', from: low, to: high, type: value.type };
}

/** Checks that an argument is one value. */
export function refuseRange(value: Expression, tree: Tree, statement: string): Expression {
  if (value.kind !== 'range') return value;
  throw new EvaluationError(`${statement}: range argument not supported`, tree.at);
}
