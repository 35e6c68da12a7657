import { datatypes, datatypeWord } from '../../../netfilter/nft/datatype.js';
import type {
  Concatenation,
  ConcatenationValue,
  Expression,
  ScalarValue,
} from '../../../netfilter/nft/expression.js';
import type { ConcatenationType, ScalarType } from '../../../netfilter/nft/value-type.js';
import type { ConcatExpression, Expression as Tree } from '../syntax/tree/expression.js';
import { valueOf } from '../syntax/tree/value-of.js';
import type { Evaluation } from './evaluation.js';
import { EvaluationError } from './evaluation-error.js';
import { ANYTHING, expectType, type Expected } from './expected.js';
import { expressionWord, isKnownValue } from './is-constant.js';
import { describeType } from './type-words.js';

const MOST_BITS = 512;
const REGISTER_BITS = 32;

/** Expressions side by side. Source: nft's `expr_evaluate_concat`. */
export function evaluateConcatenation(
  tree: ConcatExpression,
  { type: asked, besideAt }: Expected,
  evaluation: Evaluation,
): Concatenation | ConcatenationValue {
  const isApart = asked !== undefined && asked !== 'verdict' && asked.kind === 'concatenation';
  const askedParts = isApart ? asked.parts : undefined;
  const parts: (Expression & { readonly type: ScalarType })[] = [];
  let bits = 0;
  for (const [place, item] of tree.parts.entries()) {
    if (besideAt !== undefined && askedParts !== undefined && place >= askedParts.length) {
      throw new EvaluationError('too many concatenation components', tree.at, [besideAt]);
    }
    const part = evaluatePart(item, askedParts?.[place], evaluation);
    if (askedParts === undefined && isVariable(part)) {
      throw new EvaluationError(
        `can not use variable sized data types (${datatypeWord(part.type.datatype)}) in concat expressions`,
        item.at,
        [tree.at],
      );
    }
    bits += Math.ceil(part.type.bits / REGISTER_BITS) * REGISTER_BITS;
    if (bits > MOST_BITS) {
      throw new EvaluationError(
        `Concatenation of size ${bits} exceeds maximum size of ${MOST_BITS}`,
        item.at,
      );
    }
    parts.push(part);
    evaluation.inner = undefined;
  }
  const type: ConcatenationType = { kind: 'concatenation', parts: parts.map((one) => one.type) };
  if (askedParts !== undefined && parts.length < askedParts.length) {
    const wanted = asked === undefined ? '' : describeType(asked);
    throw new EvaluationError(
      `datatype mismatch, expected ${wanted}, expression has type ${describeType(type)}`,
      tree.at,
    );
  }
  return parts.every(isScalarValue)
    ? { kind: 'concat-value', parts, type }
    : { kind: 'concat', parts, type };
}

function evaluatePart(
  item: Tree,
  asked: ScalarType | undefined,
  evaluation: Evaluation,
): Expression & { readonly type: ScalarType } {
  if (item.kind === 'ct' && (item.key === 'saddr' || item.key === 'daddr')) {
    throw new EvaluationError('specify either ip or ip6 for address matching', item.at);
  }
  const written = valueOf(item);
  const symbol = written.kind === 'prefix' ? valueOf(written.base) : written;
  if (asked === undefined && (symbol.kind === 'symbol' || symbol.kind === 'symbol-range')) {
    throw new EvaluationError('Could not parse symbolic invalid expression', symbol.at);
  }
  const expected = asked === undefined ? ANYTHING : expectType(asked);
  const part = evaluation.evaluate(item, expected);
  if (part.kind === 'set' || part.kind === 'set-reference') {
    throw new EvaluationError(`cannot use ${expressionWord(part)} in concatenation`, item.at);
  }
  if (isScalar(part)) return part;
  throw new EvaluationError(`cannot use ${expressionWord(part)} in concatenation`, item.at);
}

function isScalar(part: Expression): part is Expression & { readonly type: ScalarType } {
  return part.type.kind === 'scalar';
}

function isScalarValue(part: Expression): part is ScalarValue {
  return isKnownValue(part) && part.kind !== 'concat-value';
}

/** Whether the width of values of a type isn't the same everywhere: of strings and flags, not of integers, whose expression decides it. */
function isVariable({ type: { datatype } }: { readonly type: ScalarType }): boolean {
  return (
    datatypes[datatype].bits === undefined && (datatype === 'string' || datatype === 'bitmask')
  );
}
