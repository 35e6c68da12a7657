import { assertNever } from '../../assert-never.js';
import type {
  BinaryOperation,
  Concatenation,
  Expression,
  JhashSelector,
  MapLookup,
} from './expression.js';

/** An expression that is made of others. */
type Composed = BinaryOperation | Concatenation | JhashSelector | MapLookup;

const NONE: readonly Expression[] = [];

/** The expressions that an expression is made of, in the order of a listing; none for a value, or for what is read from the packet directly. */
export function partsOf(expression: Expression): readonly Expression[] {
  if (!isComposed(expression)) return NONE;
  switch (expression.kind) {
    case 'binary':
      return [expression.left, expression.right];
    case 'concat':
      return expression.parts;
    case 'map-lookup':
      return [expression.key];
    case 'jhash':
      return [expression.of];
    default:
      return assertNever(expression);
  }
}

/** An expression with each of its parts changed; one without parts as it is. */
export function mapParts(
  expression: Expression,
  change: (part: Expression) => Expression,
): Expression {
  if (!isComposed(expression)) return expression;
  switch (expression.kind) {
    case 'binary':
      return { ...expression, left: change(expression.left), right: change(expression.right) };
    case 'concat':
      return { ...expression, parts: expression.parts.map(change) };
    case 'map-lookup':
      return { ...expression, key: change(expression.key) };
    case 'jhash':
      return { ...expression, of: change(expression.of) };
    default:
      return assertNever(expression);
  }
}

function isComposed(expression: Expression): expression is Composed {
  switch (expression.kind) {
    case 'binary':
    case 'concat':
    case 'map-lookup':
    case 'jhash':
      return true;
    case 'number':
    case 'text':
    case 'range':
    case 'prefix':
    case 'concat-value':
    case 'payload':
    case 'raw-payload':
    case 'exthdr':
    case 'tcp-option':
    case 'ip-option':
    case 'sctp-chunk':
    case 'dccp-option':
    case 'fib':
    case 'meta':
    case 'ct':
    case 'rt':
    case 'socket':
    case 'ipsec':
    case 'numgen':
    case 'symhash':
    case 'osf':
      return false;
    default:
      return assertNever(expression);
  }
}
