import type { Family } from '../../address/family.js';
import { assertNever } from '../../assert-never.js';
import type { NftObject } from './object/nft-object.js';
import type { NftSet } from './set/nft-set.js';
import type { StatefulStatement } from './stateful-statement.js';
import type { Statement } from './statement.js';
import { someValue } from './values-of.js';
import type { StatementValue } from './statement-operands.js';

/**
 * Reports whether statements need connection tracking in their namespace, for a family. Source: `nf_ct_netns_get`, called by the expressions' init
 * functions.
 */
export function statementsUseConnections(
  statements: readonly Statement[],
  family: Family,
): boolean {
  return statements.some(
    (statement) => actsOnConnection(statement, family) || someValue(statement, readsConnection),
  );
}

/** Reports whether a set needs it, for what its elements count. Source: `nft_connlimit_init`. */
export function setUsesConnections({ statements }: NftSet): boolean {
  return statements.some(countsConnections);
}

/** Reports whether an object needs it. Source: the `init` of `nft_object_ops`. */
export function objectUsesConnections({ data }: NftObject): boolean {
  switch (data.kind) {
    case 'ct helper':
    case 'ct timeout':
    case 'ct expectation':
    case 'synproxy':
      return true;
    case 'counter':
    case 'quota':
    case 'limit':
    case 'secmark':
      return false;
    default:
      return assertNever(data);
  }
}

function actsOnConnection(statement: Statement, family: Family): boolean {
  switch (statement.kind) {
    case 'nat':
      // In a table of both, one that names a family needs it of that alone. Source: `nft_nat_init`.
      return statement.family === undefined || (statement.family === 'ip') === (family === 4);
    case 'connlimit':
    case 'synproxy':
    case 'flow':
      return true;
    case 'mangle':
      return statement.target.kind === 'ct';
    case 'set-update':
      return statement.statements.some(countsConnections);
    case 'object':
      return statement.object.startsWith('ct ');
    case 'chain':
      return statement.rules.some((rule) => statementsUseConnections(rule.statements, family));
    case 'match':
    case 'vmap':
    case 'log':
    case 'reject':
    case 'tproxy':
    case 'verdict':
    case 'notrack':
    case 'dup':
    case 'fwd':
    case 'queue':
    case 'option-strip':
    case 'counter':
    case 'limit':
    case 'quota':
    case 'last':
      return false;
    default:
      return assertNever(statement);
  }
}

function readsConnection(value: StatementValue): boolean {
  return value.kind === 'ct';
}

function countsConnections({ kind }: StatefulStatement): boolean {
  return kind === 'connlimit';
}
