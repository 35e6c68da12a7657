import { add } from '../../../predicate/assignment.js';
import { ALWAYS, inRange } from '../../../predicate/predicate.js';
import type { Statement } from '../../statement.js';
import type { FwdStatement } from '../statement.js';
import { addressOfNumber } from './value/address-of-number.js';
import { constantOf, expressionValue } from './value/expression-value.js';
import { END_RULE, GO_ON } from './lookup.js';
import type { NftScope } from './scope.js';

/**
 * Gives a packet with hops left to a neighbour on a device, one hop further; one without is dropped, without an ICMP error. For the other version of IP
 * the rule ends. Source: `nft_fwd_neigh_eval`.
 */
export function forwardMeaning(
  { family, address, device }: FwdStatement,
  scope: NftScope,
): readonly Statement[] {
  if (family !== undefined && (family === 'ip') !== (scope.family === 4)) return END_RULE;
  const dev = constantOf(expressionValue(device, scope));
  const neighbour = address && constantOf(expressionValue(address, scope));
  if (dev === undefined || neighbour === undefined) return GO_ON;
  return [
    {
      kind: 'effect',
      effect: [
        { when: inRange('ttl', 2, 255), assignments: [add('ttl', -1)], next: 'continue' },
        { when: ALWAYS, assignments: [], next: 'DROP' },
      ],
    },
    { kind: 'forward', dev: Number(dev), neighbour: addressOfNumber(scope.family, neighbour) },
  ];
}
