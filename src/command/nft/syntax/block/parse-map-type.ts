import type { ObjectKind } from '../../../../netfilter/nft/object-kind.js';
import { givenTwice } from '../expression/parse-comment.js';
import type { Parser } from '../parser/parser.js';
import type { DataType, KeyType } from '../tree/block.js';
import { parseNamedType, parseTypeNames, parseTypeofExpressions } from './parse-type.js';

interface MapTypes {
  key?: KeyType;
  data?: DataType;
}

const objectWords = ['synproxy', 'counter', 'limit', 'quota', 'secmark'] as const;

/** The kind of object that a map gives, if its word is next. */
function parseObjectWord(p: Parser): ObjectKind | undefined {
  const word = objectWords.find((candidate) => p.peekIs(candidate));
  if (word === undefined) return undefined;
  p.take();
  p.closeScope(word);
  return word;
}

function parseTypeData(p: Parser): DataType {
  const object = parseObjectWord(p);
  if (object !== undefined) return { kind: 'object', object };
  const interval = p.accept('interval') !== undefined;
  return { kind: 'data', interval, type: parseTypeNames(p) };
}

function parseTypeofData(p: Parser): DataType {
  const object = parseObjectWord(p);
  if (object !== undefined) return { kind: 'object', object };
  if (p.accept('interval')) {
    return { kind: 'data', interval: true, type: parseTypeofExpressions(p) };
  }
  if (p.peekIs('queue', 'string')) {
    return { kind: 'data', interval: false, type: parseNamedType(p) };
  }
  const type = parseTypeofExpressions(p, true);
  const [first, ...more] = type.parts;
  if (more.length > 0) return { kind: 'data', interval: false, type };
  if (first?.kind === 'ct' && first.key === 'helper')
    return { kind: 'object', object: 'ct helper' };
  if (first?.kind === 'type') return { kind: 'object', object: objectOf(first.name) };
  return { kind: 'data', interval: false, type };
}

function objectOf(name: string): ObjectKind {
  return name === 'ct timeout' ? 'ct timeout' : 'ct expectation';
}

/** `type ipv4_addr : verdict` or `typeof ip saddr : meta mark`. Source: nft(8), MAPS. */
export function parseMapType(p: Parser, map: MapTypes): void {
  const token = p.take();
  const isType = token.kind === 'type';
  const key = isType ? parseTypeNames(p) : parseTypeofExpressions(p);
  p.expect('colon', '.');
  const data = isType ? parseTypeData(p) : parseTypeofData(p);
  const ends = ['newline', 'semicolon'];
  if (!p.peekIsOf(ends)) p.fail(...ends, ...(isType && data.kind === 'data' ? ['.'] : []));
  p.take();
  if (isType) p.closeScope('type');
  // Of objects given with `typeof`, the last is taken.
  const isObject = !isType && data.kind === 'object' && data.object !== 'ct helper';
  if (map.key !== undefined && !isObject) p.refuseBlock(token.at, givenTwice);
  map.key = key;
  map.data = data;
}
