/** Where an expression stands; several at a time, for one inside another. */
export type Context =
  'RHS' | 'STMT' | 'PRIMARY' | 'DTYPE' | 'SET_RHS' | 'MANGLE' | 'SES' | 'MAP' | 'CONCAT';

const everywhere = 'STMT PRIMARY SET_RHS SES MAP CONCAT';
const binary = `RHS ${everywhere}`;
const verdict = 'RHS SET_RHS';

/** The contexts in which the types of expression can stand. Source: libnftables-json(5), EXPRESSIONS. */
const allowed: Readonly<Record<string, string>> = {
  concat: 'RHS STMT DTYPE SET_RHS SES MAP',
  set: 'RHS STMT',
  map: 'STMT PRIMARY SET_RHS',
  prefix: 'RHS SET_RHS STMT CONCAT',
  range: 'RHS SET_RHS STMT CONCAT',
  payload: `${everywhere} MANGLE`,
  exthdr: 'PRIMARY SET_RHS SES MAP CONCAT',
  'tcp option': 'PRIMARY SET_RHS MANGLE SES CONCAT',
  'ip option': 'PRIMARY SET_RHS MANGLE SES CONCAT',
  'sctp chunk': 'PRIMARY SET_RHS MANGLE SES CONCAT',
  'dccp option': 'PRIMARY',
  meta: `${binary} MANGLE`,
  osf: 'STMT PRIMARY MAP CONCAT',
  ipsec: 'PRIMARY MAP CONCAT',
  socket: 'PRIMARY CONCAT',
  rt: everywhere,
  ct: `${binary} MANGLE`,
  numgen: everywhere,
  jhash: everywhere,
  symhash: everywhere,
  fib: 'PRIMARY SET_RHS SES MAP CONCAT',
  '|': binary,
  '^': binary,
  '&': binary,
  '>>': binary,
  '<<': binary,
  accept: verdict,
  drop: verdict,
  continue: verdict,
  jump: verdict,
  goto: verdict,
  return: verdict,
  elem: 'RHS STMT PRIMARY SES',
};

/** Where the type of expression can stand; undefined if there is none of the name. */
export function allowedIn(type: string): ReadonlySet<string> | undefined {
  return Object.hasOwn(allowed, type) ? new Set(allowed[type]?.split(' ')) : undefined;
}

const printed: readonly Context[] = ['RHS', 'STMT', 'PRIMARY', 'DTYPE', 'SET_RHS'];

/** The contexts as messages name them; some have no name. */
export function printContexts(contexts: readonly Context[]): string {
  return printed.filter((context) => contexts.includes(context)).join(', ');
}
