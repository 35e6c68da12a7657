import { parseComment, refuseTwice } from '../expression/parse-comment.js';
import type { ScopeName } from '../lexer/keywords.js';
import type { Parser } from '../parser/parser.js';
import type { ObjectBlock, ObjectKind } from '../tree/block.js';
import type { Span } from '../tree/span.js';
import { parseCommon } from './parse-common.js';
import { objectConfigs } from './object-config.js';

/** The scope that the keyword of the object opens. */
export function objectScope(kind: ObjectKind): ScopeName {
  switch (kind) {
    case 'ct helper':
    case 'ct timeout':
    case 'ct expectation':
      return 'ct';
    default:
      return kind;
  }
}

/** An object that nothing is said of. */
export function emptyObject(kind: ObjectKind, at: Span): ObjectBlock {
  return objectConfigs[kind].make(at);
}

/** What stands behind the name of an object without braces. */
export function parseObjectConfig(p: Parser, kind: ObjectKind): ObjectBlock {
  const object = emptyObject(kind, p.emptySpan());
  return objectConfigs[kind].parse(p, object) ?? p.fail(...objectConfigs[kind].expected);
}

/** The block of an object. Source: nft(8), STATEFUL OBJECTS. */
export function parseObjectBlock(p: Parser, kind: ObjectKind): ObjectBlock {
  const config = objectConfigs[kind];
  p.expect('{');
  const start = p.emptySpan();
  let object = config.make(start);
  p.readUntil('}', () => {
    if (parseCommon(p)) return;
    if (!p.peekIs('comment')) {
      object = config.parse(p, object) ?? p.fail();
      return;
    }
    const commentStart = p.peek().at;
    const comment = parseComment(p);
    if (object.comment !== undefined) refuseTwice(p, p.spanFrom(commentStart));
    object = { ...object, comment };
  });
  const at = p.spanFrom(start);
  p.take();
  return { ...object, at };
}
