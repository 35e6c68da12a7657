import type { ObjectKind } from '../../../../netfilter/nft/object-kind.js';
import { parseChainBlock } from '../block/parse-chain-block.js';
import { parseFlowtableBlock } from '../block/parse-flowtable-block.js';
import {
  emptyObject,
  objectScope,
  parseObjectBlock,
  parseObjectConfig,
} from '../block/parse-object-block.js';
import { parseSetBlock } from '../block/parse-set-block.js';
import { parseCtObjectKind, parseTableBlock } from '../block/parse-table-block.js';
import { parseElements } from '../expression/parse-set.js';
import type { Parser } from '../parser/parser.js';
import { parseRule } from '../statement/parse-rule.js';
import type { ObjectBlock } from '../tree/block.js';
import type { Command, ObjectCommand, SetCommand } from '../tree/command.js';
import type { Span } from '../tree/span.js';
import { parseChainSpec, parseNameSpec, parseRulePosition, parseTableSpec } from './parse-spec.js';

type Operation = 'add' | 'create';

/** The words that stand behind `add`. */
const words = new Set(
  'table chain rule set map element flowtable counter quota limit secmark synproxy ct'.split(' '),
);

function parseSet(p: Parser, operation: Operation, kind: 'set' | 'map', start: Span): SetCommand {
  const spec = parseNameSpec(p);
  const block = parseSetBlock(p, kind, false);
  return { operation, object: 'set', spec, block, at: p.spanFrom(start) };
}

function parseObject(
  p: Parser,
  operation: Operation,
  object: ObjectKind,
  start: Span,
): ObjectCommand {
  const spec = parseNameSpec(p);
  const canHaveBlock = operation === 'add' || objectScope(object) === 'ct';
  const hasBlock = canHaveBlock && p.peekIs('{');
  let block: ObjectBlock;
  if (hasBlock) block = parseObjectBlock(p, object, false);
  else if (objectScope(object) === 'ct') p.fail('{');
  else if (object === 'counter' && !p.peekIs('packets')) block = emptyObject(object, start);
  else block = parseObjectConfig(p, object, canHaveBlock);
  const at = p.spanFrom(start);
  p.closeScope(objectScope(object));
  return { operation, object, spec, block, at };
}

function parseTable(p: Parser, operation: Operation, start: Span): Command {
  const spec = parseTableSpec(p);
  const block = p.peekIs('{') ? { block: parseTableBlock(p) } : {};
  return { operation, object: 'table', spec, ...block, at: p.spanFrom(start) };
}

function parseChain(p: Parser, operation: Operation, start: Span): Command {
  const spec = parseChainSpec(p);
  if (!p.peekIs('{')) return { operation, object: 'chain', spec, at: p.spanFrom(start) };
  const block = parseChainBlock(p, false);
  return { operation, object: 'chain', spec, block, at: p.spanFrom(start) };
}

/** A rule, with the place where it goes before it. */
export function parseRuleCommand(p: Parser, operation: 'add' | 'insert', start: Span): Command {
  const spec = parseRulePosition(p);
  const rule = parseRule(p);
  return { operation, object: 'rule', spec, rule, at: p.spanFrom(start) };
}

/** What stands behind `add` or `create`. `add` may be left out, and so may `rule` behind it. */
export function parseAdd(p: Parser, operation: Operation, start: Span): Command {
  const { kind } = p.peek();
  if (!words.has(kind) || (kind === 'rule' && operation === 'create')) {
    if (operation === 'create') p.fail();
    return parseRuleCommand(p, operation, start);
  }
  p.take();
  switch (kind) {
    case 'table':
      return parseTable(p, operation, start);
    case 'chain':
      return parseChain(p, operation, start);
    case 'rule':
      return parseRuleCommand(p, 'add', start);
    case 'set':
    case 'map':
      return parseSet(p, operation, kind, start);
    case 'element': {
      const spec = parseNameSpec(p);
      const elements = parseElements(p);
      return { operation, object: 'element', spec, elements, at: p.spanFrom(start) };
    }
    case 'flowtable': {
      const spec = parseNameSpec(p);
      const block = parseFlowtableBlock(p, false);
      return { operation, object: 'flowtable', spec, block, at: p.spanFrom(start) };
    }
    case 'ct':
      return parseObject(p, operation, parseCtObjectKind(p), start);
    case 'counter':
    case 'quota':
    case 'limit':
    case 'secmark':
    case 'synproxy':
      return parseObject(p, operation, kind, start);
    default:
      return p.fail();
  }
}
