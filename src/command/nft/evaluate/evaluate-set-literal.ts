import { assertNever } from '../../../assert-never.js';
import type {
  ConcatenationValue,
  ElementExtras,
  KnownValue,
  LiteralElement,
  NumberValue,
  SetLiteral,
  TextValue,
} from '../../../netfilter/nft/expression.js';
import { datatypeRoot } from '../../../netfilter/nft/datatype.js';
import type { ScalarType, ValueType } from '../../../netfilter/nft/value-type.js';
import type {
  ElementExpression,
  Expression as Tree,
  SetExpression,
} from '../syntax/tree/expression.js';
import type { Evaluation } from './evaluation.js';
import { EvaluationError } from './evaluation-error.js';
import type { Expected } from './expected.js';
import { isKnownValue } from './is-constant.js';
import { evaluateStateful } from '../statement/stateful.js';
import { valueOf } from '../syntax/tree/value-of.js';
import { arrangeElements } from './arrange-elements.js';

/** A set written in a rule. Sets in it are parts of it. Source: nft's `expr_evaluate_set`. */
export function evaluateSetLiteral(
  tree: SetExpression,
  expected: Expected,
  evaluation: Evaluation,
): SetLiteral {
  const { type } = expected;
  // The elements are looked at first, so that one of them is to blame.
  const elements = literalElements(tree, expected, evaluation);
  if (type === undefined || type === 'verdict') {
    throw new EvaluationError('No symbol type information', tree.at);
  }
  // Side by side values have the type that the last element has.
  const last = elements.at(-1)?.key;
  const keyType = type.kind === 'concatenation' && isConcatenation(last) ? last.type : type;
  return { kind: 'set', keyType, elements: arrangeElements(elements, type) };
}

function isConcatenation(key: LiteralElement['key'] | undefined): key is ConcatenationValue {
  return typeof key === 'object' && key.kind === 'concat-value';
}

/** The elements of a set written in a rule, in the order of the text; undefined for anything else. */
export function writtenElements(
  tree: Tree,
  expected: Expected,
  evaluation: Evaluation,
): readonly LiteralElement[] | undefined {
  const set = setWithin(tree);
  return set && literalElements(set, expected, evaluation);
}

function literalElements(
  tree: SetExpression,
  expected: Expected,
  evaluation: Evaluation,
): readonly LiteralElement[] {
  return tree.elements.flatMap((member): readonly LiteralElement[] => {
    switch (member.kind) {
      case 'set':
        return literalElements(member, expected, evaluation);
      case 'mapping':
        throw new EvaluationError('mapping outside of map context', member.at);
      case 'element': {
        const inner = setWithin(member.key);
        if (inner !== undefined) return literalElements(inner, expected, evaluation);
        return [{ key: elementKey(member, expected, evaluation), ...extras(member) }];
      }
      default:
        return assertNever(member);
    }
  });
}

/** The set that an element is, itself or by a variable. */
export function setWithin(tree: Tree): SetExpression | undefined {
  const value = valueOf(tree);
  return value.kind === 'set' ? value : undefined;
}

/** What stands for the elements that a member of a set or map has as its key; `isInterval` when the set has intervals. */
export function elementKey(
  { key: tree }: ElementExpression,
  expected: Expected,
  evaluation: Evaluation,
  isInterval = false,
): LiteralElement['key'] {
  if (tree.kind === 'catch-all') return '*';
  const key = evaluation.evaluate(tree, expected);
  if (key.kind === 'set-reference') {
    throw new EvaluationError('Set reference cannot be part of another set', tree.at);
  }
  if (!isKnownValue(key)) throw new EvaluationError('Set member is not constant', tree.at);
  const { type } = expected;
  const isApart = type !== undefined && type !== 'verdict' && type.kind === 'concatenation';
  if (isApart && !isConcatenation(key)) {
    throw new EvaluationError('expression is not a concatenation', tree.at);
  }
  return isInterval || type === undefined || type === 'verdict' ? key : withNames(key, type);
}

/** A keyword that is a number, where names are asked for: nft takes its bytes as the name, but in sets with intervals, where the number itself is kept. */
function withNames(key: KnownValue, type: ValueType): KnownValue {
  if (key.kind === 'number') return isText(type) ? bytesAsText(key, type) : key;
  if (key.kind !== 'concat-value' || type.kind !== 'concatenation') return key;
  const parts = key.parts.map((part, at) => {
    const own = type.parts[at];
    return part.kind === 'number' && own !== undefined && isText(own)
      ? bytesAsText(part, own)
      : part;
  });
  return { ...key, parts };
}

function isText(type: ValueType): type is ScalarType {
  return type.kind === 'scalar' && datatypeRoot(type.datatype) === 'string';
}

function bytesAsText({ value }: NumberValue, type: ScalarType): TextValue {
  let text = '';
  for (let rest = value; rest > 0n; rest >>= 8n) text += String.fromCharCode(Number(rest & 0xffn));
  return { kind: 'text', text, wildcard: false, type };
}

/** What an element has besides its key. */
export function extras({ comment, statements }: ElementExpression): ElementExtras {
  return {
    ...(comment === undefined ? {} : { comment }),
    ...(statements.length === 0 ? {} : { statements: statements.map(evaluateStateful) }),
  };
}
