import type { ScopeName } from '../lexer/keywords.js';
import type { Parser } from '../parser/parser.js';
import type {
  BooleanExpression,
  SetReferenceExpression,
  SymbolExpression,
  VariableExpression,
} from '../tree/expression.js';

/** `$name`, which must be known. */
export function parseVariable(p: Parser): VariableExpression {
  const start = p.expect('$').at;
  const { value: name, at: nameAt } = p.expectName();
  const value = p.variables.get(name);
  if (value === undefined) {
    const { message, nearest } = p.variables.unknown(name);
    p.refuse(
      nameAt,
      nearest === undefined ? message : `${message}; did you mean identifier '${nearest}’?`,
    );
  }
  return { kind: 'variable', name, value, at: p.spanFrom(start) };
}

/** `@name`. */
export function parseSetReference(p: Parser): SetReferenceExpression {
  const start = p.expect('@').at;
  const { value: name } = p.expectName();
  p.closeScope('at');
  return { kind: 'set-reference', name, at: p.spanFrom(start) };
}

/** `@name` or `$name`. */
export function parseSetName(p: Parser): SetReferenceExpression | VariableExpression {
  if (p.peekIs('@')) return parseSetReference(p);
  return p.peekIs('$') ? parseVariable(p) : p.fail('@', '$');
}

const symbolKinds = ['number', 'string', 'quoted string', 'string with a trailing asterisk'];

/** Whether a word, a number or a variable can begin with the kind of token. */
export function isSymbolKind(kind: string): boolean {
  return kind === '$' || symbolKinds.includes(kind);
}

/** A word, a number or a variable, if one is next. */
export function parseSymbol(p: Parser): SymbolExpression | VariableExpression | undefined {
  if (p.peekIs('$')) return parseVariable(p);
  const token = p.acceptOf(symbolKinds);
  if (token === undefined) return undefined;
  const text = token.kind === 'number' ? String(token.value) : token.text;
  return { kind: 'symbol', text, at: token.at };
}

/** `exists` or `missing`, if one is next. */
export function parseBoolean(p: Parser): BooleanExpression | undefined {
  const token = p.accept('exists', 'missing');
  if (token === undefined) return undefined;
  return { kind: 'boolean', value: token.kind === 'exists', at: token.at };
}

/** Keywords that are also plain words of a value, with the scope that they open. */
const plainWords: Readonly<Record<string, ScopeName | undefined>> = {
  ether: 'ether',
  ip: 'ip',
  ip6: 'ip6',
  vlan: 'vlan',
  arp: 'arp',
  dnat: 'nat',
  snat: 'nat',
  ecn: undefined,
  reset: 'reset',
  destroy: 'destroy',
  original: undefined,
  reply: undefined,
  label: undefined,
  last: 'last',
};

/** Whether a keyword can be a plain word where a value stands. */
export function isPlainWord(kind: string): boolean {
  return Object.hasOwn(plainWords, kind);
}

/** A keyword as a plain word, if one is next. */
export function parsePlainWord(p: Parser): SymbolExpression | undefined {
  const { kind } = p.peek();
  if (!isPlainWord(kind)) return undefined;
  const token = p.take();
  return plainWord(p, kind, token.at);
}

/** The plain word of a keyword that was taken. */
export function plainWord(p: Parser, kind: string, at: SymbolExpression['at']): SymbolExpression {
  const scope = plainWords[kind];
  if (scope !== undefined) p.closeScope(scope);
  return { kind: 'symbol', text: kind, at };
}
