import type { Parser } from '../parser/parser.js';
import type {
  Expression,
  ListExpression,
  RelationalExpression,
  RelationalOperator,
} from '../tree/expression.js';
import { continueList } from './parse-list.js';
import { isBinaryNext } from './parse-binary.js';
import { parseRight } from './parse-expression.js';
import { continueConcatRhs, continueRange, parseBasicRhs } from './parse-rhs.js';

const operators: readonly RelationalOperator[] = ['==', '!=', '<', '>', '>=', '<=', '!'];

/** Flags in a list, as the number that has all of them. */
function joinFlags({ items, at }: ListExpression): Expression {
  return items.reduce((joined, item, index) => {
    const [left, right] = index === 1 ? [joined, item] : [item, joined];
    return { kind: 'binary', operator: '|', left, right, at };
  });
}

interface RightSide {
  readonly value: Expression;
  /** `/ syn,ack` behind it. */
  readonly mask?: Expression;
}

function parseMask(p: Parser, first: Expression): Expression {
  return joinFlags(continueList(p, first));
}

/** The right side of a match. Source: nft(8), EXPRESSIONS; TCP flags with a mask. */
function parseRightSide(p: Parser): RightSide {
  if (p.peekIs('{', '@')) return { value: parseRight(p) };
  const first = parseBasicRhs(p);
  if (p.peekIs('comma')) {
    const list = continueList(p, first);
    if (p.accept('/') === undefined) return { value: list };
    return { value: joinFlags(list), mask: parseMask(p, parseBasicRhs(p)) };
  }
  if (p.accept('/') === undefined) return { value: continueConcatRhs(p, continueRange(p, first)) };
  if (!p.peekIs('number')) return { value: first, mask: parseMask(p, parseBasicRhs(p)) };
  const { value: given, at } = p.take();
  const length = BigInt.asUintN(32, given);
  if (p.peekIs('comma') || isBinaryNext(p)) {
    return {
      value: first,
      mask: parseMask(p, parseBasicRhs(p, { kind: 'symbol', text: String(given), at })),
    };
  }
  const prefix: Expression = { kind: 'prefix', base: first, length, at: p.spanFrom(first.at) };
  return { value: continueConcatRhs(p, prefix) };
}

/** The operator, if there is one, and the right side of a match. */
export function parseRelational(p: Parser, left: Expression): RelationalExpression {
  const token = p.acceptOf(operators);
  const operator = operators.find((candidate) => candidate === token?.kind) ?? 'implicit';
  const { value: right, mask } = parseRightSide(p);
  const whole = p.spanFrom(left.at);
  if (mask === undefined) {
    return { kind: 'relational', operator, left, right, at: token?.at ?? whole };
  }
  const masked: Expression = { kind: 'binary', operator: '&', left, right: mask, at: whole };
  return { kind: 'relational', operator, left: masked, right, at: whole };
}
