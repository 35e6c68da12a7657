import type { ObjectKind } from '../../../../netfilter/nft/object-kind.js';
import { parseChainBlock } from '../block/parse-chain-block.js';
import { parseFlowtableBlock } from '../block/parse-flowtable-block.js';
import { objectScope } from '../block/parse-object-block.js';
import { parseCtObjectKind } from '../block/parse-table-block.js';
import { parseElements } from '../expression/parse-set.js';
import type { Parser } from '../parser/parser.js';
import type { Command } from '../tree/command.js';
import type { Span } from '../tree/span.js';
import {
  parseChainOrHandle,
  parseNameOrHandle,
  parseNameSpec,
  parseRuleHandle,
  parseTableOrHandle,
} from './parse-spec.js';

type Operation = 'delete' | 'destroy';

function parseObject(p: Parser, operation: Operation, object: ObjectKind, start: Span): Command {
  const isCt = objectScope(object) === 'ct';
  const spec = isCt ? parseNameSpec(p) : parseNameOrHandle(p);
  const at = p.spanFrom(start);
  p.closeScope(objectScope(object));
  return { operation, object, spec, at };
}

function parseChain(p: Parser, operation: Operation, start: Span): Command {
  const spec = parseChainOrHandle(p);
  const canHaveBlock = operation === 'delete' && spec.chain !== undefined;
  if (!canHaveBlock || !p.peekIs('{')) {
    return { operation, object: 'chain', spec, at: p.spanFrom(start) };
  }
  const block = parseChainBlock(p, false);
  return { operation, object: 'chain', spec, block, at: p.spanFrom(start) };
}

function parseFlowtable(p: Parser, operation: Operation, start: Span): Command {
  const spec = parseNameOrHandle(p);
  const block =
    spec.name !== undefined && p.peekIs('{') ? { block: parseFlowtableBlock(p, false) } : {};
  return { operation, object: 'flowtable', spec, ...block, at: p.spanFrom(start) };
}

/** What stands behind `delete` or `destroy`. */
export function parseDelete(p: Parser, operation: Operation, start: Span): Command {
  const { kind } = p.peek();
  switch (kind) {
    case 'table': {
      p.take();
      const spec = parseTableOrHandle(p);
      return { operation, object: 'table', spec, at: p.spanFrom(start) };
    }
    case 'chain':
      p.take();
      return parseChain(p, operation, start);
    case 'rule': {
      p.take();
      const spec = parseRuleHandle(p);
      return { operation, object: 'rule', spec, at: p.spanFrom(start) };
    }
    case 'set':
    case 'map': {
      p.take();
      const spec = kind === 'set' ? parseNameOrHandle(p) : parseNameSpec(p);
      return { operation, object: 'set', spec, at: p.spanFrom(start) };
    }
    case 'element': {
      p.take();
      const spec = parseNameSpec(p);
      const elements = parseElements(p);
      return { operation, object: 'element', spec, elements, at: p.spanFrom(start) };
    }
    case 'flowtable':
      p.take();
      return parseFlowtable(p, operation, start);
    case 'ct':
      p.take();
      return parseObject(p, operation, parseCtObjectKind(p), start);
    case 'counter':
    case 'quota':
    case 'limit':
    case 'secmark':
    case 'synproxy':
      p.take();
      return parseObject(p, operation, kind, start);
    default:
      return p.fail();
  }
}
