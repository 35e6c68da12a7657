import { assertNever } from '../../assert-never.js';
import { MOST_REMEMBERED } from '../statement.js';
import type { QuotaStatement, StatefulStatement } from './stateful-statement.js';

/** What a statement makes of a packet that is not its first: whether the rule goes on, and what is left for those after it. */
export interface StatefulStep {
  readonly goesOn: boolean;
  readonly left: number;
}

/** Nothing is remembered. */
export const NONE_LEFT = -1;

/** How many packets a statement lets through before anything else has come; -1 for one that remembers nothing. No time passes. */
export function leftAtFirst(statement: StatefulStatement): number {
  // Bytes are not added up: packets are taken for few enough.
  return statement.kind === 'limit' &&
    statement.unit === 'packets' &&
    statement.burst <= MOST_REMEMBERED
    ? Number(statement.burst)
    : NONE_LEFT;
}

/** What a statement makes of a packet, by what is left for it. */
export function statefulStep(statement: StatefulStatement, left: number): StatefulStep {
  switch (statement.kind) {
    case 'counter':
    case 'last':
      return { goesOn: true, left: NONE_LEFT };
    case 'limit':
      if (left === NONE_LEFT) return { goesOn: !statement.over, left };
      return { goesOn: left > 0 !== statement.over, left: Math.max(left - 1, 0) };
    case 'quota':
      return { goesOn: isUsedUp(statement) === statement.over, left: NONE_LEFT };
    case 'connlimit':
      return { goesOn: !statement.over, left: NONE_LEFT };
    default:
      return assertNever(statement);
  }
}

/** Whether a quota has been used up before the packet. Source: `nft_overquota`. */
function isUsedUp({ bytes, used }: QuotaStatement): boolean {
  return used >= bytes;
}
