import { parseComment } from '../expression/parse-comment.js';
import type { Parser } from '../parser/parser.js';
import type { Span } from '../tree/span.js';
import type { Rule, Statement } from '../tree/statement.js';
import { parseStatement } from './parse-statement.js';

/** The rules in the braces of `jump { ... }`. Source: nft(8), VERDICT STATEMENTS. */
function parseAnonymousChain(p: Parser, verdict: 'jump' | 'goto', start: Span): Statement {
  openBlock(p);
  p.expect('{');
  const rules: Rule[] = [];
  while (!p.peekIs('}')) {
    if (p.accept('newline', 'semicolon')) continue;
    rules.push(parseRule(p));
    p.expect('newline', 'semicolon');
  }
  p.take();
  p.variables.close();
  return { kind: 'chain', verdict, rules, at: p.spanFrom(start) };
}

/** Opens the variables of a block. Too many are reported, but do not end what is read. */
export function openBlock(p: Parser): void {
  if (p.variables.open()) return;
  p.report(p.emptySpan(), 'too many levels of nesting');
  p.errorCount += 1;
}

/** Statements and a comment. */
export function parseRule(p: Parser): Rule {
  const start = p.peek().at;
  const statements: Statement[] = [];
  for (;;) {
    const statement = parseStatement(p, parseAnonymousChain);
    if (statement === undefined) break;
    statements.push(statement);
  }
  if (statements.length === 0) p.fail();
  const at = p.spanFrom(start);
  if (!p.peekIs('comment')) return { statements, at };
  return { statements, comment: parseComment(p), at };
}
