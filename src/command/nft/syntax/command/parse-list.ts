import type { ObjectKind } from '../../../../netfilter/nft/object-kind.js';
import { objectScope } from '../block/parse-object-block.js';
import { parseCtObjectKind } from '../block/parse-table-block.js';
import { parseElements } from '../expression/parse-set.js';
import { located, type Parser } from '../parser/parser.js';
import type { Command, PluralObject, Spec } from '../tree/command.js';
import type { Span } from '../tree/span.js';
import {
  parseAnySpec,
  parseChainSpec,
  parseNameOrHandle,
  parseNameSpec,
  parseRuleHandle,
  parseRulesetSpec,
  parseTableSpec,
} from './parse-spec.js';

const ofTables = [
  'sets',
  'maps',
  'counters',
  'quotas',
  'limits',
  'secmarks',
  'synproxys',
  'flowtables',
] as const;
const ofFamilies = ['tables', 'chains', 'ruleset', 'meters'] as const;
const objects = ['counter', 'quota', 'limit', 'secmark', 'synproxy'] as const;

function listObject(
  p: Parser,
  operation: 'list' | 'reset',
  object: ObjectKind,
  start: Span,
): Command {
  const spec = parseNameSpec(p);
  const at = p.spanFrom(start);
  p.closeScope(objectScope(object));
  return { operation, object, spec, at };
}

function listPlural(p: Parser, object: PluralObject, spec: Spec, start: Span): Command {
  return { operation: 'list', object, spec, at: p.spanFrom(start) };
}

const ctPlurals: Readonly<Record<string, PluralObject>> = {
  timeout: 'ct timeouts',
  expectation: 'ct expectations',
  helpers: 'ct helpers',
};

function listCt(p: Parser, start: Span): Command {
  const { kind } = p.peek();
  if (!p.peekIs('timeout', 'expectation', 'helper', 'helpers')) {
    p.fail('timeout', 'expectation', 'helper', 'helpers');
  }
  const plural = Object.hasOwn(ctPlurals, kind) ? ctPlurals[kind] : undefined;
  if (plural === undefined) return listObject(p, 'list', parseCtObjectKind(p), start);
  const object = kind === 'helpers' ? undefined : parseCtObjectKind(p);
  if (object === undefined) p.take();
  if (object !== undefined && !p.peekIs('table')) return listObject(p, 'list', object, start);
  p.expect('table');
  const spec = parseTableSpec(p);
  const at = p.spanFrom(start);
  p.closeScope('ct');
  return { operation: 'list', object: plural, spec, at };
}

function parseHooks(p: Parser, start: Span): Command {
  const spec = parseRulesetSpec(p);
  if (p.accept('device') === undefined) return listPlural(p, 'hooks', spec, start);
  const name = located(p.expect('string'));
  return listPlural(p, 'hooks', { ...spec, name }, start);
}

function listOne(p: Parser, kind: string, start: Span): Command {
  const operation = 'list';
  switch (kind) {
    case 'table': {
      const spec = parseTableSpec(p);
      return { operation, object: 'table', spec, at: p.spanFrom(start) };
    }
    case 'chain': {
      const spec = parseChainSpec(p);
      return { operation, object: 'chain', spec, at: p.spanFrom(start) };
    }
    case 'set':
    case 'map':
    case 'meter': {
      const spec = parseNameSpec(p);
      return { operation, object: kind, spec, at: p.spanFrom(start) };
    }
    case 'flowtable': {
      const spec = parseNameSpec(p);
      return { operation, object: 'flowtable', spec, at: p.spanFrom(start) };
    }
    case 'flow': {
      if (p.expect('table', 'tables').kind === 'table') return listOne(p, 'meter', start);
      return listPlural(p, 'meters', parseRulesetSpec(p), start);
    }
    case 'ct':
      return listCt(p, start);
    case 'hooks':
      return parseHooks(p, start);
    default:
      return p.fail();
  }
}

const single = new Set('table chain set map meter flowtable flow ct hooks'.split(' '));

/** What stands behind `list`. */
export function parseList(p: Parser, start: Span): Command {
  const { kind } = p.peek();
  const table = ofTables.find((word) => word === kind);
  const family = ofFamilies.find((word) => word === kind);
  const object = objects.find((word) => word === kind);
  const isSingle = single.has(kind);
  if (table === undefined && family === undefined && object === undefined && !isSingle) p.fail();
  p.take();
  if (table !== undefined) return listPlural(p, table, parseAnySpec(p), start);
  if (family !== undefined) return listPlural(p, family, parseRulesetSpec(p), start);
  return object === undefined ? listOne(p, kind, start) : listObject(p, 'list', object, start);
}

function resetRules(p: Parser, start: Span): Command {
  const operation = 'reset';
  if (p.accept('chain')) {
    const spec = parseChainSpec(p);
    return { operation, object: 'chain', spec, at: p.spanFrom(start) };
  }
  const isTable = p.peekIs('table');
  const spec = parseAnySpec(p);
  if (spec.table === undefined) {
    return { operation, object: 'rules', spec, at: p.spanFrom(start) };
  }
  if (isTable || !p.peekIs('string', 'last')) {
    return { operation, object: 'table', spec, at: p.spanFrom(start) };
  }
  const chain = p.expectName();
  return { operation, object: 'chain', spec: { ...spec, chain }, at: p.spanFrom(start) };
}

/** What stands behind `reset`. */
export function parseReset(p: Parser, start: Span): Command {
  const operation = 'reset';
  const { kind } = p.peek();
  switch (kind) {
    case 'counters':
    case 'quotas': {
      p.take();
      const spec = parseAnySpec(p);
      return { operation, object: kind, spec, at: p.spanFrom(start) };
    }
    case 'counter':
    case 'quota':
      p.take();
      return listObject(p, operation, kind, start);
    case 'rules':
      p.take();
      return resetRules(p, start);
    case 'rule': {
      p.take();
      const spec = parseRuleHandle(p);
      return { operation, object: 'rule', spec, at: p.spanFrom(start) };
    }
    case 'element': {
      p.take();
      const spec = parseNameSpec(p);
      const elements = parseElements(p);
      return { operation, object: 'element', spec, elements, at: p.spanFrom(start) };
    }
    case 'set':
    case 'map': {
      p.take();
      const spec = parseNameOrHandle(p);
      return { operation, object: kind, spec, at: p.spanFrom(start) };
    }
    default:
      return p.fail();
  }
}

/** What stands behind `flush`. */
export function parseFlush(p: Parser, start: Span): Command {
  const operation = 'flush';
  const { kind } = p.peek();
  switch (kind) {
    case 'table': {
      p.take();
      const spec = parseTableSpec(p);
      return { operation, object: 'table', spec, at: p.spanFrom(start) };
    }
    case 'chain': {
      p.take();
      const spec = parseChainSpec(p);
      return { operation, object: 'chain', spec, at: p.spanFrom(start) };
    }
    case 'ruleset': {
      p.take();
      const spec = parseRulesetSpec(p);
      return { operation, object: 'ruleset', spec, at: p.spanFrom(start) };
    }
    case 'flow':
    case 'meter': {
      p.take();
      if (kind === 'flow') p.expect('table');
      const spec = parseNameSpec(p);
      return { operation, object: 'meter', spec, at: p.spanFrom(start) };
    }
    case 'set':
    case 'map': {
      p.take();
      const spec = parseNameSpec(p);
      return { operation, object: kind, spec, at: p.spanFrom(start) };
    }
    default:
      return p.fail();
  }
}
