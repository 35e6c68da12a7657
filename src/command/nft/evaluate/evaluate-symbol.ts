import { datatypeRoot, type DatatypeName } from '../../../netfilter/nft/datatype.js';
import type { NumberValue, TextValue } from '../../../netfilter/nft/expression.js';
import { scalarType, type ScalarType, type ValueType } from '../../../netfilter/nft/value-type.js';
import { datatypeText } from '../datatype/registry.js';
import { nearestSymbol } from '../misspelt.js';
import type { Span } from '../syntax/tree/span.js';
import type { Evaluation } from './evaluation.js';
import { EvaluationError } from './evaluation-error.js';
import type { Expected } from './expected.js';
import { describeType } from './type-words.js';

const VERDICTS = ['continue', 'break', 'return', 'accept', 'drop', 'queue', 'stolen'];

/** The value of a word, by the type that its place asks for. */
export function evaluateSymbol(
  text: string,
  at: Span,
  expected: Expected,
  evaluation: Evaluation,
): NumberValue | TextValue {
  const { type } = expected;
  if (type === undefined) throw new EvaluationError('No symbol type information', at);
  if (type === 'verdict') {
    const meant = nearestSymbol(text, VERDICTS) ?? `jump ${text}`;
    throw new EvaluationError(
      `Could not parse ${describeType(type)}; did you mean \`${meant}'?`,
      at,
    );
  }
  if (type.kind === 'concatenation') {
    throw new EvaluationError(`invalid data type, expected ${describeType(type)}`, at);
  }
  if (datatypeRoot(type.datatype) === 'string') return evaluateText(text, type, at);
  const value = datatypeText(type.datatype).read(text, {
    datatype: type.datatype,
    names: evaluation.context.names,
  });
  if (typeof value !== 'bigint') throw new EvaluationError(value.mistake, at);
  return fitNumber(value, type.datatype, at, expected, evaluation);
}

/** A number in a place that asks for a width. Source: nft's `expr_evaluate_integer`. */
export function fitNumber(
  value: bigint,
  datatype: DatatypeName,
  at: Span,
  { type, most }: Expected,
  evaluation: Evaluation,
): NumberValue {
  const asked = type === undefined || type === 'verdict' ? 0 : bitsOf(type);
  const bits = Math.max(asked, evaluation.statementBits);
  const limit = most ?? greatestOf(bits);
  if (value > limit) {
    throw new EvaluationError(`Value ${value} exceeds valid range 0-${limit}`, at);
  }
  const single =
    type !== undefined && type !== 'verdict' && type.kind === 'scalar' ? type : undefined;
  const isAsked = single?.datatype === datatype && single.bits === bits;
  // One object for the type of all elements of a set.
  const own = isAsked
    ? single
    : scalarType(datatype, bits, single === undefined ? 'host' : single.order);
  return { kind: 'number', value, type: own };
}

/** By how many bits. */
const greatest: bigint[] = [];

/** The greatest number of so many bits. */
function greatestOf(bits: number): bigint {
  return (greatest[bits] ??= (1n << BigInt(bits)) - 1n);
}

/** A lone number has all the room of values side by side; that it isn't such is found later. */
function bitsOf(type: ValueType): number {
  if (type.kind === 'scalar') return type.bits;
  return type.parts.reduce((sum, { bits }) => sum + bits, 0);
}

/** Text, at the end of which a `*` stands for any other. Source: nft's `expr_evaluate_string`. */
function evaluateText(text: string, type: ScalarType, at: Span): TextValue {
  if (type.bits > 0 && (text.length + 1) * 8 > type.bits) {
    throw new EvaluationError(`String exceeds maximum length of ${type.bits / 8}`, at);
  }
  if (text === '') throw new EvaluationError('Empty string is not allowed', at);
  if (!text.endsWith('*')) return { kind: 'text', text, wildcard: false, type };
  if (text === '*') throw new EvaluationError('All-wildcard strings are not supported', at);
  if (text.endsWith('\\*')) {
    return { kind: 'text', text: text.replaceAll('\\*', '*'), wildcard: false, type };
  }
  return { kind: 'text', text: text.slice(0, -1), wildcard: true, type };
}
