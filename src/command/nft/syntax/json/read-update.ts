import type { StatefulStatement } from '../tree/expression.js';
import { internalSpan } from '../tree/span.js';
import type { MeterStatement, SetStatement, Statement } from '../tree/statement.js';
import { integer, isArray, property, text, type Json } from './json-reader.js';
import type { ExpressionReader } from './read-expression.js';

const at = internalSpan;

/** Reads a statement inside of another. */
export type ReadStatement = (value: Json) => Statement;

function isStateful(statement: Statement): statement is StatefulStatement {
  return ['counter', 'limit', 'quota', 'connlimit', 'last'].includes(statement.kind);
}

/** The statements of a set or of an update of it. */
export function readStatefulList(
  e: ExpressionReader,
  value: Json,
  read: ReadStatement,
): StatefulStatement[] {
  const { r } = e;
  const given = property(value, 'stmt');
  if (given === undefined) return [];
  if (!isArray(given)) return r.fail('Unexpected object type in stmt');
  return given.map((part, index) => {
    const message = `Parsing set statements array at index ${index} failed.`;
    const statement = r.within(message, () => read(part));
    if (isStateful(statement)) return statement;
    return r.fail(`Unsupported set statements array at index ${index} failed.`);
  });
}

/** Source: libnftables-json(5), SET and MAP statements. */
export function readUpdate(
  e: ExpressionReader,
  kind: 'set' | 'map',
  value: Json,
  read: ReadStatement,
): SetStatement {
  const { r } = e;
  const isMap = kind === 'map';
  if (isMap) r.require(value, { op: 'string', elem: 'any', data: 'any', map: 'string' });
  else r.require(value, { op: 'string', elem: 'any', set: 'string' });
  const operation = text(value, 'op');
  if (operation !== 'add' && operation !== 'update' && operation !== 'delete') {
    return r.fail(`Unknown ${kind} statement op '${operation}'.`);
  }
  const readPart = (name: string, message: string) =>
    e.asElement(r.within(message, () => e.read(property(value, name) ?? null, 'SES')));
  const key = readPart('elem', `Illegal ${kind} statement element.`);
  const data = isMap ? readPart('data', 'Illegal map expression data.') : undefined;
  const name = text(value, kind) ?? '';
  if (!name.startsWith('@')) r.fail(`Illegal ${kind} reference in ${kind} statement.`);
  return {
    kind: 'set-update',
    operation,
    set: { kind: 'set-reference', name: name.slice(1), at },
    key,
    ...(data === undefined ? {} : { data }),
    statements: readStatefulList(e, value, read),
    at,
  };
}

/** Source: libnftables-json(5), METER. */
export function readMeter(e: ExpressionReader, value: Json, read: ReadStatement): MeterStatement {
  const { r } = e;
  r.require(value, { name: 'string', key: 'any', stmt: 'any' });
  const key = r.within('Invalid meter key.', () => e.read(property(value, 'key') ?? null, 'SES'));
  const statement = r.within('Invalid meter statement.', () =>
    read(property(value, 'stmt') ?? null),
  );
  return {
    kind: 'meter',
    name: text(value, 'name') ?? '',
    size: integer(value, 'size') ?? 0n,
    key: e.asElement(key),
    statement,
    at,
  };
}
