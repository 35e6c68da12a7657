import { OBJECT_KINDS, type ObjectKind } from '../../../../netfilter/nft/object-kind.js';
import type { ElementsExpression } from '../tree/block.js';
import type { Command, PluralObject, Spec } from '../tree/command.js';
import { internalSpan } from '../tree/span.js';
import type { Rule } from '../tree/statement.js';
import { integer, isArray, isObject, property, text, typeName, type Json } from './json-reader.js';
import { readChainBlock, readFlowtableBlock, readSetBlock, readTableBlock } from './read-block.js';
import type { ExpressionReader } from './read-expression.js';
import { readObjectBlock } from './read-object.js';
import { familyOf, readName, readSpec, readTable, unlocated } from './read-spec.js';
import { readStatement } from './read-statement.js';

const at = internalSpan;

type Changing = 'add' | 'create' | 'delete' | 'destroy';
type Listing = 'list' | 'reset' | 'flush';

function adds(operation: string): operation is 'add' | 'create' {
  return operation === 'add' || operation === 'create';
}

function readRule(e: ExpressionReader, value: Json, given: Json): Rule {
  const { r } = e;
  if (!isArray(given)) return r.fail('Value of property "expr" must be an array.');
  const statements = given.map((part, index) => {
    if (!isObject(part)) {
      const wrong = `Unexpected expr array element of type ${typeName(part)}, expected object.`;
      return r.fail(wrong);
    }
    return r.within(`Parsing expr array at index ${index} failed.`, () => readStatement(e, part));
  });
  const comment = text(value, 'comment');
  return { statements, ...(comment === undefined ? {} : { comment }), at };
}

function readTableCommand(
  e: ExpressionReader,
  operation: Changing | Listing,
  value: Json,
): Command {
  const { r } = e;
  const word = r.string(value, 'family');
  const named = readName(r, value, operation, 'a table');
  const block = adds(operation) ? readTableBlock(r, value) : undefined;
  const family = familyOf(r, word);
  const spec: Spec =
    'name' in named ? { family, table: named.name } : { family, handle: named.handle };
  return { operation, object: 'table', spec, ...(block === undefined ? {} : { block }), at };
}

function readChainCommand(
  e: ExpressionReader,
  operation: Changing | Listing,
  value: Json,
): Command {
  const { r } = e;
  const { family, table } = readTable(r, value);
  const named = readName(r, value, operation, 'a chain');
  const chain = 'name' in named ? { chain: named.name } : named;
  const spec = { family: familyOf(r, family), table, ...chain };
  const block = adds(operation) ? readChainBlock(r, value) : undefined;
  return { operation, object: 'chain', spec, ...(block === undefined ? {} : { block }), at };
}

function readRuleCommand(e: ExpressionReader, operation: Changing, value: Json): Command {
  const { r } = e;
  r.require(value, { family: 'string', table: 'string', chain: 'string' });
  const isDeleted = operation === 'delete' || operation === 'destroy';
  const given = operation === 'delete' ? null : r.any(value, 'expr');
  const handle = isDeleted ? r.integer(value, 'handle') : undefined;
  const spec = {
    family: familyOf(r, text(value, 'family') ?? ''),
    table: unlocated(text(value, 'table') ?? ''),
    chain: unlocated(text(value, 'chain') ?? ''),
  };
  if (isDeleted) {
    const named = { ...spec, handle: unlocated(handle ?? 0n) };
    return { operation, object: 'rule', spec: named, at };
  }
  const index = integer(value, 'index');
  const rule = readRule(e, value, given);
  const placed = index === undefined ? spec : { ...spec, index: unlocated(index) };
  return { operation: 'add', object: 'rule', spec: placed, rule, at };
}

function readElementCommand(
  e: ExpressionReader,
  operation: Changing | 'reset',
  value: Json,
): Command {
  const { r } = e;
  r.require(value, { family: 'string', table: 'string', name: 'string', elem: 'any' });
  const spec = readSpec(r, value, 'add', 'a set');
  const members = property(value, 'elem') ?? null;
  const elements = r.within('Invalid set.', () => e.readSet(members));
  if (elements.kind !== 'set') return r.fail('Invalid set.');
  const given: ElementsExpression = elements;
  return { operation, object: 'element', spec, elements: given, at };
}

function readObjectCommand(
  e: ExpressionReader,
  operation: Changing | 'list' | 'reset',
  object: ObjectKind,
  value: Json,
): Command {
  const spec = readSpec(e.r, value, operation, 'an object');
  if (!adds(operation)) return { operation, object, spec, at };
  return { operation, object, spec, block: readObjectBlock(e, object, value), at };
}

const changed = ['table', 'chain', 'rule', 'set', 'map', 'element', 'flowtable', ...OBJECT_KINDS];

/** What `add` and its like are given; a command of `nft list` is one of `add`. */
export function readChange(e: ExpressionReader, operation: Changing, given: Json): Command {
  const { r } = e;
  if (!isObject(given)) {
    return r.fail(`Value of add command must be object (got ${typeName(given)} instead).`);
  }
  const key = changed.find((word) => Object.hasOwn(given, word));
  const value = key === undefined ? undefined : given[key];
  const object = OBJECT_KINDS.find((kind) => kind === key);
  if (value === undefined) return r.fail('Unknown object passed to add command.');
  if (object !== undefined) return readObjectCommand(e, operation, object, value);
  switch (key) {
    case 'table':
      return readTableCommand(e, operation, value);
    case 'chain':
      return readChainCommand(e, operation, value);
    case 'rule':
      if (operation === 'create') r.fail('Create command not available for rules.');
      return readRuleCommand(e, operation, value);
    case 'element':
      return readElementCommand(e, operation, value);
    case 'flowtable': {
      const spec = readSpec(r, value, operation, 'a flowtable');
      if (!adds(operation)) return { operation, object: 'flowtable', spec, at };
      return { operation, object: 'flowtable', spec, block: readFlowtableBlock(r, value), at };
    }
    default: {
      const spec = readSpec(r, value, operation, 'a set');
      if (!adds(operation)) return { operation, object: 'set', spec, at };
      return { operation, object: 'set', spec, block: readSetBlock(e, value), at };
    }
  }
}

/** What `insert` and `replace` are given. */
export function readReplace(
  e: ExpressionReader,
  operation: 'insert' | 'replace',
  given: Json,
): Command {
  const { r } = e;
  const value = r.any(given, 'rule');
  r.require(value, { family: 'string', table: 'string', chain: 'string', expr: 'any' });
  const handle = integer(value, 'handle') ?? 0n;
  const index = integer(value, 'index');
  if (operation === 'replace' && handle === 0n) {
    r.fail('Handle is required when replacing a rule.');
  }
  const family = familyOf(r, text(value, 'family') ?? '');
  const rule = readRule(e, value, property(value, 'expr') ?? null);
  const named = operation === 'replace' ? { handle: unlocated(handle) } : {};
  const placed = operation === 'insert' && handle !== 0n ? { position: unlocated(handle) } : {};
  const spec: Spec = {
    family,
    table: unlocated(text(value, 'table') ?? ''),
    chain: unlocated(text(value, 'chain') ?? ''),
    ...named,
    ...placed,
    ...(index === undefined ? {} : { index: unlocated(index) }),
  };
  return { operation, object: 'rule', spec, rule, at };
}

const plurals: Readonly<Record<Listing, readonly PluralObject[]>> = {
  list: [
    'tables',
    'chains',
    'sets',
    'maps',
    'counters',
    'quotas',
    'ct helpers',
    'limits',
    'ruleset',
    'meters',
    'flowtables',
    'secmarks',
  ],
  reset: ['counters', 'quotas', 'rules'],
  flush: ['ruleset'],
};

function readPlural(
  e: ExpressionReader,
  operation: Listing,
  object: PluralObject,
  value: Json,
): Command {
  const { r } = e;
  const word = text(value, 'family');
  const family = word === undefined ? {} : { family: familyOf(r, word) };
  const ofTables: readonly PluralObject[] = ['sets', 'counters', 'ct helpers', 'rules'];
  const name = ofTables.includes(object) ? text(value, 'table') : undefined;
  const table = name === undefined ? {} : { table: unlocated(name) };
  if (object === 'ct helpers' && name === undefined) {
    r.fail('Listing ct helpers requires table reference.');
  }
  if (object === 'rules' && name !== undefined) {
    const chain = text(value, 'chain');
    if (chain === undefined)
      return { operation, object: 'table', spec: { ...family, ...table }, at };
    const spec = { ...family, ...table, chain: unlocated(chain) };
    return { operation, object: 'chain', spec, at };
  }
  return { operation, object, spec: { ...family, ...table }, at };
}

const singles: Readonly<Record<Listing, readonly string[]>> = {
  list: [
    'table',
    'chain',
    'set',
    'map',
    'meter',
    ...OBJECT_KINDS.filter((kind) => kind !== 'synproxy'),
  ],
  reset: ['counter', 'quota', 'rule', 'element', 'set', 'map'],
  flush: ['table', 'chain', 'set', 'map', 'meter'],
};

function readSingle(e: ExpressionReader, operation: Listing, key: string, value: Json): Command {
  const { r } = e;
  const object = OBJECT_KINDS.find((kind) => kind === key);
  if (object !== undefined && operation !== 'flush') {
    return readObjectCommand(e, operation, object, value);
  }
  switch (key) {
    case 'table':
      return readTableCommand(e, operation, value);
    case 'chain':
      return readChainCommand(e, operation, value);
    case 'element':
      return readElementCommand(e, 'reset', value);
    case 'rule': {
      r.require(value, { family: 'string', table: 'string', chain: 'string', handle: 'integer' });
      const { family, table } = readTable(r, value);
      const chain = unlocated(text(value, 'chain') ?? '');
      const handle = unlocated(integer(value, 'handle') ?? 0n);
      const spec = { family: familyOf(r, family), table, chain, handle };
      return { operation: 'reset', object: 'rule', spec, at };
    }
    default: {
      const kind = key === 'map' || key === 'meter' ? key : 'set';
      return { operation, object: kind, spec: readSpec(r, value, operation, 'a set'), at };
    }
  }
}

/** What `list`, `reset` and `flush` are given. */
export function readListing(e: ExpressionReader, operation: Listing, given: Json): Command {
  const { r } = e;
  if (!isObject(given)) {
    const wrong = `Value of ${operation} command must be object (got ${typeName(given)} instead).`;
    return r.fail(wrong);
  }
  const plural = plurals[operation].find((word) => Object.hasOwn(given, word));
  const single = singles[operation].find((word) => Object.hasOwn(given, word));
  if (single !== undefined) return readSingle(e, operation, single, given[single] ?? null);
  if (plural !== undefined) return readPlural(e, operation, plural, given[plural] ?? null);
  return r.fail(`Unknown object passed to ${operation} command.`);
}

/** What `rename` is given. */
export function readRename(e: ExpressionReader, given: Json): Command {
  const { r } = e;
  const value = r.any(given, 'chain');
  r.require(value, { family: 'string', table: 'string', name: 'string', newname: 'string' }, true);
  const { family, table } = readTable(r, value);
  const chain = unlocated(text(value, 'name') ?? '');
  const spec = { family: familyOf(r, family), table, chain };
  const newName = text(value, 'newname') ?? '';
  return { operation: 'rename', object: 'chain', spec, newName, at };
}
