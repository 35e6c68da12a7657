import { parseArgument } from '../expression/parse-argument.js';
import { continueMap, parseConcat, parsePrimary } from '../expression/parse-expression.js';
import { parseRelational } from '../expression/parse-relational.js';
import { parseSet, parseVerdictSet } from '../expression/parse-set.js';
import { parseSetName } from '../expression/parse-symbol.js';
import type { Parser } from '../parser/parser.js';
import type { Expression } from '../tree/expression.js';
import type { Statement } from '../tree/statement.js';

/** `set 5` behind what can be set; undefined if it can't be, or `set` isn't next. */
function parseSetter(p: Parser, target: Expression): Statement | undefined {
  if (!p.peekIs('set')) return undefined;
  switch (target.kind) {
    case 'meta': {
      p.take();
      const value = parseArgument(p);
      return { kind: 'meta-set', key: target.key, value, at: p.spanFrom(target.at) };
    }
    case 'payload':
    case 'raw-payload': {
      p.take();
      const value = parseArgument(p);
      return { kind: 'payload-set', target, value, at: p.spanFrom(target.at) };
    }
    case 'dccp-option':
    case 'ip-option':
    case 'sctp-chunk':
    case 'tcp-option': {
      p.take();
      const value = parseArgument(p);
      return { kind: 'option-set', target, value, at: p.spanFrom(target.at) };
    }
    default:
      return undefined;
  }
}

function match(p: Parser, left: Expression): Statement {
  const expression = parseRelational(p, left);
  return { kind: 'match', expression, at: p.spanFrom(left.at) };
}

/**
 * A match, a verdict map, or the setting of a field. The first operand may have been read; then it is none that can be
 * set.
 */
export function parseExpressionStatement(p: Parser, operand?: Expression): Statement {
  if (operand === undefined && p.peekIs('{')) return match(p, parseSet(p));
  const isAlone = operand === undefined && !p.peekIs('(');
  const first = operand ?? parsePrimary(p);
  const setter = isAlone ? parseSetter(p, first) : undefined;
  if (setter !== undefined) return setter;
  const key = parseConcat(p, first);
  if (p.accept('vmap') === undefined) return match(p, continueMap(p, key));
  if (!p.peekIs('@', '{', '$')) p.fail('@', '{', '$');
  const map = p.peekIs('{') ? parseVerdictSet(p) : parseSetName(p);
  const at = p.spanFrom(key.at);
  return { kind: 'verdict', verdict: { kind: 'map', key, map, at }, at };
}
