import { assertNever } from '../../assert-never.js';
import type { Expression, MapLiteral, SetLiteral, SetReference } from './expression.js';
import type { Statement } from './statement.js';
import type { Verdict } from './verdict.js';

const NONE: readonly never[] = [];

/** What stands in a statement, or in something that does: a value, a set or a map. */
export type StatementValue =
  Expression | SetLiteral | SetReference | MapLiteral | MapLiteral<Verdict>;

/** A statement in which expressions stand. */
type Operating = Extract<
  Statement,
  {
    readonly kind:
      | 'match'
      | 'vmap'
      | 'mangle'
      | 'nat'
      | 'tproxy'
      | 'set-update'
      | 'object'
      | 'dup'
      | 'fwd'
      | 'queue';
  }
>;

/**
 * What a statement compares, looks up, writes or sends to, in the order of a listing. The place that it writes to is not among them, nor are the operands of
 * the rules of a chain without a name.
 */
export function operandsOf(statement: Statement): readonly StatementValue[] {
  if (!isOperating(statement)) return NONE;
  switch (statement.kind) {
    case 'match':
      return [statement.left, statement.right];
    case 'vmap':
      return [statement.key, statement.map];
    case 'mangle':
      return [statement.value];
    case 'nat':
    case 'tproxy':
      return given(statement.address, statement.port);
    case 'set-update':
      return given(statement.key, statement.data);
    case 'object':
      return typeof statement.name === 'string' ? [] : [statement.name.key, statement.name.map];
    case 'dup':
      return given(statement.to, statement.device);
    case 'fwd':
      return given(statement.address, statement.device);
    case 'queue':
      return [statement.queue];
    default:
      return assertNever(statement);
  }
}

/** The expressions among the operands of a statement. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  return operandsOf(statement).filter(isExpression);
}

/** A statement with each expression among its operands changed, but for what a match compares with, which is known. */
export function mapExpressions(
  statement: Statement,
  change: (expression: Expression) => Expression,
): Statement {
  if (!isOperating(statement)) return statement;
  switch (statement.kind) {
    case 'match':
      return { ...statement, left: change(statement.left) };
    case 'vmap':
      return { ...statement, key: change(statement.key) };
    case 'mangle':
      return { ...statement, value: change(statement.value) };
    case 'nat':
    case 'tproxy': {
      const { address, port } = statement;
      return { ...statement, address: address && change(address), port: port && change(port) };
    }
    case 'set-update': {
      const { key, data } = statement;
      return { ...statement, key: change(key), data: data && change(data) };
    }
    case 'object': {
      const { name } = statement;
      if (typeof name === 'string') return statement;
      return { ...statement, name: { ...name, key: change(name.key) } };
    }
    case 'dup': {
      const { to, device } = statement;
      return { ...statement, to: change(to), device: device && change(device) };
    }
    case 'fwd': {
      const { address, device } = statement;
      return { ...statement, address: address && change(address), device: change(device) };
    }
    case 'queue':
      return { ...statement, queue: change(statement.queue) };
    default:
      return assertNever(statement);
  }
}

function isOperating(statement: Statement): statement is Operating {
  switch (statement.kind) {
    case 'match':
    case 'vmap':
    case 'mangle':
    case 'nat':
    case 'tproxy':
    case 'set-update':
    case 'object':
    case 'dup':
    case 'fwd':
    case 'queue':
      return true;
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
      return false;
    default:
      return assertNever(statement);
  }
}

function given(
  first: Expression | undefined,
  second: Expression | undefined,
): readonly Expression[] {
  if (first === undefined) return second === undefined ? NONE : [second];
  return second === undefined ? [first] : [first, second];
}

/** Reports whether a value of a statement is an expression, and not a set or a map. */
export function isExpression(value: StatementValue): value is Expression {
  return value.kind !== 'set' && value.kind !== 'set-reference' && value.kind !== 'map';
}
