import { parseComment } from '../expression/parse-comment.js';
import type { Parser } from '../parser/parser.js';
import type { Span } from '../tree/span.js';
import type { Rule, Statement } from '../tree/statement.js';
import { parseStatement } from './parse-statement.js';

/** The rules in the braces of `jump { ... }`. Source: nft(8), VERDICT STATEMENTS. */
function parseAnonymousChain(p: Parser, verdict: 'jump' | 'goto', start: Span): Statement {
  const rules = p.nest(() => readScoped(p, () => parseAnonymousRules(p)));
  return { kind: 'chain', verdict, rules, at: p.spanFrom(start) };
}

function parseAnonymousRules(p: Parser): Rule[] {
  const rules: Rule[] = [];
  p.expect('{');
  while (!p.peekIs('}')) {
    if (p.accept('newline', 'semicolon')) continue;
    rules.push(parseRule(p));
    p.expect('newline', 'semicolon');
  }
  p.take();
  return rules;
}

/** Reads a block that has variables of its own. Too many inside each other are reported, but read. */
export function readScoped<Block>(p: Parser, readBlock: () => Block): Block {
  if (!p.variables.open()) {
    p.report(p.emptySpan(), 'too many levels of nesting');
    p.errorCount += 1;
  }
  try {
    return readBlock();
  } finally {
    p.variables.close();
  }
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
