import type { Expression } from '../expression.js';
import type { FibSelector } from '../selector.js';
import type { Statement } from '../statement.js';

type MapLookup = Extract<Expression, { kind: 'map-lookup' }>;

/** What makes a number up. */
export type NumberGenerator = Extract<Expression, { kind: 'numgen' | 'jhash' | 'symhash' }>;

/** Reports whether an expression makes a number up. */
export function isGenerator(expression: Expression): expression is NumberGenerator {
  return ['numgen', 'jhash', 'symhash'].includes(expression.kind);
}

/** What in a statement has to be known before the statement has a meaning: what a map gives, or a number that is made up. */
export type Unsettled = MapLookup | NumberGenerator;

/** The first thing in a statement that is not settled, but for what it compares that is never known; undefined when all is. */
export function firstUnsettled(statement: Statement): Unsettled | undefined {
  for (const expression of expressionsOf(statement)) {
    const found = unsettledIn(expression);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The statement with something known in the place of what was not settled. */
export function settled(statement: Statement, what: Expression, known: Expression): Statement {
  const put = (expression: Expression): Expression => replaced(expression, what, known);
  switch (statement.kind) {
    case 'mangle':
      return { ...statement, value: put(statement.value) };
    case 'nat': {
      const { address, port } = statement;
      return {
        ...statement,
        address: address && put(address),
        port: port && put(port),
      };
    }
    case 'tproxy': {
      const { address, port } = statement;
      return { ...statement, address: address && put(address), port: port && put(port) };
    }
    case 'fwd': {
      const { address, device } = statement;
      return { ...statement, address: address && put(address), device: put(device) };
    }
    case 'vmap':
      return { ...statement, key: put(statement.key) };
    case 'match':
      return { ...statement, left: put(statement.left) };
    default:
      return statement;
  }
}

function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'mangle':
      return [statement.value];
    case 'nat':
    case 'tproxy':
      return [statement.address, statement.port].filter((one) => one !== undefined);
    case 'fwd':
      return [statement.address, statement.device].filter((one) => one !== undefined);
    case 'vmap':
      return [statement.key];
    case 'match':
      return isSpread(statement.left) ? [statement.left] : [];
    default:
      return [];
  }
}

/** Whether what is compared is taken apart by the number in it; a number alone is compared as it is. */
function isSpread(left: Expression): boolean {
  const found = isGenerator(left) ? undefined : unsettledIn(left);
  return found !== undefined && isGenerator(found) && found.modulus <= MOST_NUMBERS;
}

/** So many numbers of a generator are distinguished. */
export const MOST_NUMBERS = 256;

/** The lookups of routes in a statement, but for one that is all that a match compares. */
export function fibsIn(statement: Statement): readonly FibSelector[] {
  if (statement.kind !== 'match') return expressionsOf(statement).flatMap(fibsWithin);
  return statement.left.kind === 'fib' ? [] : fibsWithin(statement.left);
}

function fibsWithin(expression: Expression): readonly FibSelector[] {
  switch (expression.kind) {
    case 'fib':
      return [expression];
    case 'map-lookup':
      return fibsWithin(expression.key);
    case 'binary':
      return [...fibsWithin(expression.left), ...fibsWithin(expression.right)];
    case 'concat':
      return expression.parts.flatMap(fibsWithin);
    default:
      return [];
  }
}

/** The innermost comes first: the key of a map before what the map gives. */
function unsettledIn(expression: Expression): Unsettled | undefined {
  switch (expression.kind) {
    case 'map-lookup':
      return unsettledIn(expression.key) ?? expression;
    case 'numgen':
    case 'jhash':
    case 'symhash':
      return expression;
    case 'binary':
      return unsettledIn(expression.left) ?? unsettledIn(expression.right);
    case 'concat':
      return expression.parts.map(unsettledIn).find((found) => found !== undefined);
    default:
      return undefined;
  }
}

function replaced(expression: Expression, what: Expression, known: Expression): Expression {
  if (expression === what) return known;
  const put = (one: Expression): Expression => replaced(one, what, known);
  switch (expression.kind) {
    case 'map-lookup':
      return { ...expression, key: put(expression.key) };
    case 'binary':
      return { ...expression, left: put(expression.left), right: put(expression.right) };
    case 'concat':
      return { ...expression, parts: expression.parts.map(put) };
    default:
      return expression;
  }
}
