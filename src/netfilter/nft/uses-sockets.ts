import { someStatement } from './some-statement.js';
import type { Statement } from './statement.js';
import { valuesOf } from './values-of.js';

/** Reports whether statements look for the socket of a packet. */
export function findsSockets(statements: readonly Statement[]): boolean {
  return someStatement(statements, (one) => one.kind === 'tproxy' || reads(one, 'socket'));
}

/** Reports whether what statements do depends on what is known of the socket of a packet. */
export function readsSockets(statements: readonly Statement[]): boolean {
  return someStatement(statements, (one) => reads(one, 'socket') || reads(one, 'fib'));
}

function reads(statement: Parameters<typeof valuesOf>[0], selector: 'socket' | 'fib'): boolean {
  return valuesOf(statement).some(({ kind }) => kind === selector);
}
