import type { ScopeName } from '../lexer/keywords.js';
import type { Parser } from '../parser/parser.js';
import type { ExtensionHeaderExpression, ExtensionHeaderName } from '../tree/selector.js';
import type { Span } from '../tree/span.js';

interface ExtensionFields {
  readonly scope: ScopeName;
  /** In the order of messages. */
  readonly fields: readonly string[];
  /** Fields with a number in brackets. */
  readonly indexed: readonly string[];
}

function fieldsOf(scope: ScopeName, fields: string, indexed = ''): ExtensionFields {
  return { scope, fields: fields.split(' '), indexed: [indexed] };
}

/** Source: nft(8), EXTENSION HEADER EXPRESSIONS. */
const extensions: Readonly<Record<ExtensionHeaderName, ExtensionFields>> = {
  hbh: fieldsOf('hbh', 'hdrlength nexthdr'),
  rt: fieldsOf('rt', 'type hdrlength nexthdr seg-left'),
  rt0: fieldsOf('rt', 'addr', 'addr'),
  rt2: fieldsOf('rt', 'addr'),
  srh: fieldsOf('rt', 'flags last-entry tag sid', 'sid'),
  frag: fieldsOf('frag', 'id frag-off nexthdr reserved reserved2 more-fragments'),
  dst: fieldsOf('dst', 'hdrlength nexthdr'),
  mh: fieldsOf('mh', 'type hdrlength checksum nexthdr reserved'),
};

const existing = ['rt', 'hbh', 'frag', 'dst', 'mh'];

/** Whether the word is the keyword of an extension header. */
export function isExtensionHeader(word: string): word is ExtensionHeaderName {
  return Object.hasOwn(extensions, word);
}

/** A field of the extension header whose keyword was taken. */
export function parseExtensionBody(
  p: Parser,
  header: ExtensionHeaderName,
  start: Span,
): ExtensionHeaderExpression {
  const { scope, fields, indexed } = extensions[header];
  const { kind: field } = p.expectOf(fields);
  if (field === 'type') p.closeScope('type');
  if (!indexed.includes(field)) {
    p.closeScope(scope);
    return { kind: 'exthdr', header, field, at: p.spanFrom(start) };
  }
  p.expect('[');
  const index = p.expectNumber();
  p.expect(']');
  p.closeScope(scope);
  return { kind: 'exthdr', header, field, index, at: p.spanFrom(start) };
}

/** `exthdr hbh`: whether the header is there. */
export function parseExtensionExists(p: Parser): ExtensionHeaderExpression {
  const start = p.expect('exthdr').at;
  const { kind } = p.acceptOf(existing) ?? p.fail();
  if (!isExtensionHeader(kind)) throw new TypeError(kind);
  p.closeScope(extensions[kind].scope);
  return { kind: 'exthdr', header: kind, at: p.spanFrom(start) };
}
