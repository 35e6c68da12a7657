import type { ObjectKind } from '../../../../netfilter/nft/object-kind.js';
import { givenTwice, parseComment } from '../expression/parse-comment.js';
import type { ScopeName } from '../lexer/keywords.js';
import type { Parser } from '../parser/parser.js';
import type { ObjectBlock } from '../tree/block.js';
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

/** What stands behind the name of an object without braces, which could perhaps stand there too. */
export function parseObjectConfig(p: Parser, kind: ObjectKind, canHaveBlock: boolean): ObjectBlock {
  const config = objectConfigs[kind];
  const expected = config.expected.filter((token) => canHaveBlock || token !== '{');
  return config.parse(p, config.make(p.emptySpan())) ?? p.fail(...expected);
}

/** The block of an object. Source: nft(8), STATEFUL OBJECTS. */
export function parseObjectBlock(p: Parser, kind: ObjectKind, isPart: boolean): ObjectBlock {
  const config = objectConfigs[kind];
  let object = config.make(p.last);
  const at = p.readBlock(isPart, () => {
    if (parseCommon(p)) return;
    if (!p.peekIs('comment')) {
      object = config.parse(p, object) ?? p.fail();
      return;
    }
    const commentStart = p.peek().at;
    const comment = parseComment(p);
    if (object.comment !== undefined) p.refuseBlock(p.spanFrom(commentStart), givenTwice);
    object = { ...object, comment };
  });
  return { ...object, at };
}
