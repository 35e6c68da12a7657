import type {
  Expression,
  KnownValue,
  SetLiteral,
  SetReference,
} from '../../../netfilter/nft/expression.js';

/** What an expression is evaluated to. */
export type Evaluated = Expression | SetLiteral | SetReference;

const known: ReadonlySet<string> = new Set(['number', 'text', 'range', 'prefix', 'concat-value']);

/** Whether the value of an expression is known beforehand. */
export function isKnownValue(expression: Evaluated): expression is KnownValue {
  return known.has(expression.kind);
}

/** Whether an expression is known beforehand, or is a set. */
export function isConstant(
  expression: Evaluated,
): expression is KnownValue | SetLiteral | SetReference {
  return (
    isKnownValue(expression) || expression.kind === 'set' || expression.kind === 'set-reference'
  );
}

const words: { readonly [kind: string]: string } = {
  number: 'value',
  text: 'value',
  'concat-value': 'concat',
  'raw-payload': 'payload',
  'tcp-option': 'exthdr',
  'ip-option': 'exthdr',
  'sctp-chunk': 'exthdr',
  'dccp-option': 'exthdr',
  binary: 'binop',
  'map-lookup': 'map',
  jhash: 'hash',
  symhash: 'hash',
  ipsec: 'xfrm',
  'set-reference': 'set reference',
};

/** What messages call an expression. */
export function expressionWord({ kind }: Evaluated): string {
  return words[kind] ?? kind;
}

/** The type of what an expression is compared with, or put into. */
export function typeOf(expression: Evaluated) {
  return expression.kind === 'set' || expression.kind === 'set-reference'
    ? expression.keyType
    : expression.type;
}
