import type { ObjectKind } from '../../../../netfilter/nft/object-kind.js';
import { givenTwice, parseComment } from '../expression/parse-comment.js';
import type { Parser } from '../parser/parser.js';
import { readScoped } from '../statement/parse-rule.js';
import type {
  ChainBlock,
  FlowtableBlock,
  Named,
  ObjectBlock,
  SetBlock,
  TableBlock,
} from '../tree/block.js';
import { parseChainBlock } from './parse-chain-block.js';
import { parseCommon } from './parse-common.js';
import { parseFlowtableBlock } from './parse-flowtable-block.js';
import { objectScope, parseObjectBlock } from './parse-object-block.js';
import { parseSetBlock } from './parse-set-block.js';

type TableFlag = TableBlock['flags'][number];

interface Draft {
  readonly flags: TableFlag[];
  comment?: string;
  readonly chains: Named<ChainBlock>[];
  readonly sets: Named<SetBlock>[];
  readonly flowtables: Named<FlowtableBlock>[];
  readonly objects: Named<ObjectBlock>[];
}

const flagWords: readonly TableFlag[] = ['dormant', 'owner', 'persist'];

function parseFlags(p: Parser): TableFlag[] {
  const flags: TableFlag[] = [];
  do {
    const { text, at } = p.expect('string');
    const known = flagWords.find((flag) => flag === text);
    flags.push(known ?? p.refuse(at, `unknown table option ${text}`));
  } while (p.accept('comma'));
  return flags;
}

function parseNamed<Block>(p: Parser, parseBlock: () => Block): Named<Block> {
  const name = p.expectName();
  return { name, block: parseBlock() };
}

function parseObject(p: Parser, kind: ObjectKind): Named<ObjectBlock> {
  const object = parseNamed(p, () => parseObjectBlock(p, kind, true));
  p.closeScope(objectScope(kind));
  return object;
}

/** The kind of object of `ct helper` and its like, behind `ct`. */
export function parseCtObjectKind(p: Parser): ObjectKind {
  const { kind } = p.expect('timeout', 'expectation', 'helper');
  if (kind === 'timeout') return 'ct timeout';
  return kind === 'helper' ? 'ct helper' : 'ct expectation';
}

function parsePart(p: Parser, table: Draft): void {
  if (parseCommon(p)) return;
  const { kind } = p.peek();
  switch (kind) {
    case 'flags':
      p.take();
      table.flags.push(...parseFlags(p));
      p.expect('newline', 'semicolon');
      break;
    case 'comment': {
      const start = p.peek().at;
      const comment = parseComment(p);
      if (table.comment !== undefined) p.refuse(p.spanFrom(start), givenTwice);
      table.comment = comment;
      p.expect('newline', 'semicolon');
      break;
    }
    case 'chain':
      p.take();
      table.chains.push(parseNamed(p, () => parseChainBlock(p, true)));
      break;
    case 'set':
    case 'map':
      p.take();
      table.sets.push(parseNamed(p, () => parseSetBlock(p, kind, true)));
      break;
    case 'flowtable':
      p.take();
      table.flowtables.push(parseNamed(p, () => parseFlowtableBlock(p, true)));
      break;
    case 'ct':
      p.take();
      table.objects.push(parseObject(p, parseCtObjectKind(p)));
      break;
    case 'counter':
    case 'quota':
    case 'limit':
    case 'secmark':
    case 'synproxy':
      p.take();
      table.objects.push(parseObject(p, kind));
      break;
    default:
      p.fail();
  }
}

/** `table ip t { ... }` from the brace on. Source: nft(8), TABLES. */
export function parseTableBlock(p: Parser): TableBlock {
  const table: Draft = { flags: [], chains: [], sets: [], flowtables: [], objects: [] };
  const at = readScoped(p, () => p.readBlock(false, () => parsePart(p, table)));
  return { ...table, at };
}
