import type { Parser } from '../parser/parser.js';
import { NO_STATEMENTS, parseStatefulList } from '../statement/parse-stateful.js';
import type {
  ElementExpression,
  Expression,
  MappingExpression,
  SetExpression,
  SetMember,
  VariableExpression,
} from '../tree/expression.js';
import type { Span, Uint64 } from '../tree/span.js';
import { givenTwice, parseComment } from './parse-comment.js';
import { beginsRhs, parseConcatRhs } from './parse-rhs.js';
import { parseVariable } from './parse-symbol.js';
import { parseTime, parseTimeOrNever } from './parse-time.js';
import { parseVerdict } from './parse-verdict.js';

/** What an element can be given besides its key. */
export interface ElementOptions {
  timeout?: Uint64 | 'never';
  expires?: Uint64;
  comment?: string;
}

/** `timeout`, `expires` and `comment` behind a key, as often as they stand there. */
export function parseElementOptions(p: Parser, canNever: boolean): ElementOptions {
  const options: ElementOptions = {};
  for (;;) {
    if (p.accept('timeout')) options.timeout = canNever ? parseTimeOrNever(p) : parseTime(p);
    else if (p.accept('expires')) options.expires = parseTime(p);
    else if (p.peekIs('comment')) {
      const start = p.peek().at;
      const comment = parseComment(p);
      if (options.comment !== undefined) p.refuse(p.spanFrom(start), givenTwice);
      options.comment = comment;
    } else return options;
  }
}

function beginsElement(kind: string): boolean {
  return kind === '*' || beginsRhs(kind);
}

function parseElementKey(p: Parser): Expression {
  const star = p.accept('*');
  return star === undefined ? parseConcatRhs(p) : { kind: 'catch-all', at: star.at };
}

/** An element of a set, without the data that a map has. */
function parseElement(p: Parser): ElementExpression {
  const key = parseElementKey(p);
  if (p.peekIs('comma', 'newline', '}', 'colon')) {
    return { kind: 'element', key, statements: NO_STATEMENTS, at: key.at };
  }
  const before = parseStatefulList(p);
  const options = parseElementOptions(p, true);
  const after = parseStatefulList(p);
  const statements = after.length === 0 ? before : [...before, ...after];
  return { kind: 'element', key, statements, at: key.at, ...options };
}

function skipNewline(p: Parser): void {
  p.accept('newline');
}

/**
 * Reads what stands between braces and commas, behind the opening brace. A comma may be the last, and may be
 * followed by another.
 */
function parseMembers(
  p: Parser,
  start: Span,
  readMember: () => SetMember,
  canBegin: (kind: string) => boolean,
): SetExpression {
  const elements: SetMember[] = [];
  skipNewline(p);
  elements.push(readMember());
  skipNewline(p);
  while (p.accept('comma')) {
    skipNewline(p);
    if (p.peekIs('comma', '}')) continue;
    if (!canBegin(p.peek().kind)) p.fail('comma', '}');
    elements.push(readMember());
    skipNewline(p);
  }
  p.expect('comma', '}');
  return { kind: 'set', elements, at: p.spanFrom(start) };
}

function parseMember(p: Parser): SetMember {
  if (p.peekIs('{')) return p.nest(() => parseSet(p));
  const key = parseElement(p);
  if (p.accept('colon') === undefined) return key;
  const data = parseVerdict(p) ?? parseConcatRhs(p);
  return { kind: 'mapping', key, data, at: key.at };
}

function parseVerdictMember(p: Parser): MappingExpression {
  const key = parseElement(p);
  p.expect('colon');
  const data = parseVerdict(p) ?? p.fail();
  return { kind: 'mapping', key, data, at: key.at };
}

/** `{ 1, 2 : accept }`. */
export function parseSet(p: Parser): SetExpression {
  return parseSetBody(p, p.expect('{').at);
}

/** What stands behind the brace that opens a set. */
export function parseSetBody(p: Parser, start: Span): SetExpression {
  return parseMembers(
    p,
    start,
    () => parseMember(p),
    (kind) => kind === '{' || beginsElement(kind),
  );
}

/** `{ 1 : accept }`. */
export function parseVerdictSet(p: Parser): SetExpression {
  const start = p.expect('{').at;
  return parseMembers(p, start, () => parseVerdictMember(p), beginsElement);
}

/** The elements of a set that has a name: in braces, or a variable. */
export function parseElements(p: Parser): SetExpression | VariableExpression {
  if (p.peekIs('{')) return parseSet(p);
  return p.peekIs('$') ? parseVariable(p) : p.fail('{', '$');
}
