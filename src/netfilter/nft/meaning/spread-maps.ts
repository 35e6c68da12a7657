import type { Expression, MapLookup } from '../expression.js';
import { mapParts, partsOf } from '../expression-parts.js';
import type { FibSelector } from '../selector.js';
import type { Statement } from '../statement.js';
import { expressionsOf, mapExpressions } from '../statement-operands.js';

/** What makes a number up. */
export type NumberGenerator = Extract<Expression, { kind: 'numgen' | 'jhash' | 'symhash' }>;

/** Reports whether an expression makes a number up. */
export function isGenerator(expression: Expression): expression is NumberGenerator {
  const { kind } = expression;
  return kind === 'numgen' || kind === 'jhash' || kind === 'symhash';
}

/** What in a statement has to be known before the statement has a meaning: what a map gives, or a number that is made up. */
export type Unsettled = MapLookup | NumberGenerator;

/** The first thing in a statement that is not settled, but for what it compares that is never known; undefined when all is. */
export function firstUnsettled(statement: Statement): Unsettled | undefined {
  for (const expression of decidingExpressions(statement)) {
    const found = unsettledIn(expression);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The statement with something known in the place of what was not settled. */
export function settled(statement: Statement, what: Expression, known: Expression): Statement {
  return mapExpressions(statement, (expression) => replaced(expression, what, known));
}

/** The expressions that are settled before a statement has a meaning. Keys of elements and objects are looked up as they are; where copies go isn't followed. */
function decidingExpressions(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'match':
      return isSpread(statement.left) ? [statement.left] : [];
    case 'set-update':
    case 'object':
    case 'dup':
    case 'queue':
      return [];
    default:
      return expressionsOf(statement);
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
  if (statement.kind !== 'match') return decidingExpressions(statement).flatMap(fibsWithin);
  return statement.left.kind === 'fib' ? [] : fibsWithin(statement.left);
}

/** A number that is made up of a lookup is any number, whatever the lookup finds. */
function fibsWithin(expression: Expression): readonly FibSelector[] {
  if (expression.kind === 'fib') return [expression];
  return isGenerator(expression) ? [] : partsOf(expression).flatMap(fibsWithin);
}

/** The innermost comes first: the key of a map before what the map gives. */
function unsettledIn(expression: Expression): Unsettled | undefined {
  if (isGenerator(expression)) return expression;
  for (const part of partsOf(expression)) {
    const found = unsettledIn(part);
    if (found !== undefined) return found;
  }
  return expression.kind === 'map-lookup' ? expression : undefined;
}

function replaced(expression: Expression, what: Expression, known: Expression): Expression {
  return expression === what ? known : mapParts(expression, (part) => replaced(part, what, known));
}
