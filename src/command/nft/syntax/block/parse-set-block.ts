import { givenTwice, parseComment } from '../expression/parse-comment.js';
import { parseElements } from '../expression/parse-set.js';
import { parseTime } from '../expression/parse-time.js';
import type { Parser } from '../parser/parser.js';
import { parseStatefulList } from '../statement/parse-stateful.js';
import type { SetBlock, SetFlag } from '../tree/block.js';
import { parseCommon } from './parse-common.js';
import { parseMapType } from './parse-map-type.js';
import { parseTypeNames, parseTypeofExpressions } from './parse-type.js';

/** A block while it is read. */
export type SetDraft = { -readonly [Key in keyof SetBlock]: SetBlock[Key] };

const flagWords: readonly SetFlag[] = ['constant', 'interval', 'dynamic', 'timeout'];

function parseFlags(p: Parser): SetFlag[] {
  const flags: SetFlag[] = [];
  do {
    const { kind } = p.expectOf(flagWords);
    flags.push(...flagWords.filter((flag) => flag === kind));
  } while (p.accept('comma'));
  return flags;
}

function parseKeyType(p: Parser, set: SetDraft): void {
  const start = p.peek().at;
  const isType = p.take().kind === 'type';
  const key = isType ? parseTypeNames(p) : parseTypeofExpressions(p);
  const at = p.spanFrom(start);
  if (isType) {
    p.peek();
    p.closeScope('type');
  }
  p.expect('newline', 'semicolon');
  if (set.key !== undefined) p.refuseBlock(at, givenTwice);
  set.key = key;
}

/** Parts that end by themselves. */
function parseClosedPart(p: Parser, set: SetDraft): boolean {
  switch (p.peek().kind) {
    case 'type':
    case 'typeof':
      if (set.kind === 'map') parseMapType(p, set);
      else parseKeyType(p, set);
      return true;
    case 'elements': {
      const { at } = p.take();
      p.expect('=');
      const elements = parseElements(p);
      if (set.kind === 'set' && set.elements !== undefined) p.refuseBlock(at, givenTwice);
      set.elements = elements;
      return true;
    }
    case 'auto-merge':
      if (set.kind === 'map') p.fail();
      p.take();
      set.autoMerge = true;
      return true;
    case 'comment': {
      const start = p.peek().at;
      const comment = parseComment(p);
      const at = p.spanFrom(start);
      p.expect('newline', 'semicolon');
      if (set.comment !== undefined) p.refuseBlock(at, givenTwice);
      set.comment = comment;
      return true;
    }
    default:
      return false;
  }
}

function parseOpenPart(p: Parser, set: SetDraft): void {
  const token = p.accept('flags', 'timeout', 'gc-interval', 'policy', 'size');
  switch (token?.kind) {
    case 'flags': {
      const flags = parseFlags(p);
      if (!p.peekIs('newline', 'semicolon')) p.fail('newline', 'semicolon', 'comma');
      set.flags = set.kind === 'map' ? [...set.flags, ...flags] : flags;
      break;
    }
    case 'timeout':
      set.timeout = parseTime(p);
      break;
    case 'gc-interval':
      set.gcInterval = parseTime(p);
      break;
    case 'policy':
      set.policy = p.expect('memory', 'performance').kind === 'memory' ? 'memory' : 'performance';
      p.closeScope('policy');
      break;
    case 'size':
      set.size = p.expectNumber(32);
      break;
    default: {
      const statements = parseStatefulList(p);
      if (statements.length === 0 || !p.peekIs('newline', 'semicolon')) p.fail();
      set.statements = [...set.statements, ...statements];
    }
  }
}

/** `{ type ipv4_addr; elements = { ... } }`. Source: nft(8), SETS and MAPS. */
export function parseSetBlock(p: Parser, kind: SetBlock['kind'], isPart: boolean): SetBlock {
  const set: SetDraft = { kind, flags: [], autoMerge: false, statements: [], at: p.last };
  set.at = p.readBlock(isPart, () => {
    if (parseCommon(p) || parseClosedPart(p, set)) return;
    parseOpenPart(p, set);
    p.expect('newline', 'semicolon');
  });
  return set;
}
