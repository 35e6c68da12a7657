import { assertNever } from '../../assert-never.js';
import type { Expression, MapLiteral, SetLiteral, SetReference } from './expression.js';
import type { Statement } from './statement.js';
import type { Verdict } from './verdict.js';

/** What stands in a statement, or in something that does: a value, a set or a map. */
export type StatementValue =
  Expression | SetLiteral | SetReference | MapLiteral | MapLiteral<Verdict>;

const known = new WeakMap<Statement, readonly StatementValue[]>();

/** Every value, set and map of a statement, each followed by what is in it; those of a chain without a name are left out. */
export function valuesOf(statement: Statement): readonly StatementValue[] {
  let values = known.get(statement);
  if (values === undefined) {
    values = valuesIn(statement);
    known.set(statement, values);
  }
  return values;
}

function valuesIn(statement: Statement): readonly StatementValue[] {
  switch (statement.kind) {
    case 'match':
      return flat(statement.left, statement.right);
    case 'vmap':
      return flat(statement.key, statement.map);
    case 'mangle':
      return flat(statement.value);
    case 'nat':
    case 'tproxy':
      return flat(statement.address, statement.port);
    case 'set-update':
      return flat(statement.key, statement.data);
    case 'object':
      return typeof statement.name === 'string' ? [] : flat(statement.name.key, statement.name.map);
    case 'dup':
      return flat(statement.to, statement.device);
    case 'fwd':
      return flat(statement.address, statement.device);
    case 'queue':
      return flat(statement.queue);
    case 'chain':
    case 'flow':
    case 'verdict':
    case 'log':
    case 'reject':
    case 'notrack':
    case 'synproxy':
    case 'option-strip':
    case 'counter':
    case 'limit':
    case 'quota':
    case 'connlimit':
    case 'last':
      return [];
    default:
      return assertNever(statement);
  }
}

function flat(...values: readonly (StatementValue | undefined)[]): readonly StatementValue[] {
  const all: StatementValue[] = [];
  for (const value of values) if (value !== undefined) collect(value, all);
  return all;
}

function collect(value: StatementValue, all: StatementValue[]): void {
  all.push(value);
  for (const part of partsOf(value)) collect(part, all);
}

function partsOf(value: StatementValue): readonly StatementValue[] {
  switch (value.kind) {
    case 'binary':
      return [value.left, value.right];
    case 'concat':
      return value.parts;
    case 'map-lookup':
      return [value.key, value.map];
    case 'jhash':
      return value.of.kind === 'concat' ? value.of.parts : [value.of];
    default:
      return [];
  }
}
