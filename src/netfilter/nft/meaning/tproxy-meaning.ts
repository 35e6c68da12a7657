import { givenToListener, hasConnectedSocket, UNHEARD } from '../../given-socket.js';
import { SK } from '../../../packet/sk.js';
import { set, setBits, type Assignment } from '../../../predicate/assignment.js';
import { ALWAYS, type Predicate } from '../../../predicate/predicate.js';
import type { TargetBranch } from '../../extension/extension.js';
import type { Statement } from '../../statement.js';
import type { TproxyStatement } from '../statement.js';
import { addressOfNumber } from './value/address-of-number.js';
import { constantOf, expressionValue } from './value/expression-value.js';
import { END_RULE } from './lookup.js';
import type { NftScope } from './scope.js';

/** Gives the packet to a transparent socket that listens; where none does, or for packets of the other version of IP, the rule ends. Source: `nft_tproxy_eval`. */
export function tproxyMeaning(
  { family, address, port }: TproxyStatement,
  scope: NftScope,
): readonly Statement[] {
  if (family !== undefined && (family === 'ip') !== (scope.family === 4)) return END_RULE;
  const number = port && constantOf(expressionValue(port, scope));
  const host = address && constantOf(expressionValue(address, scope));
  const asked = {
    port: Number(number ?? 0n),
    address: host === undefined ? undefined : addressOfNumber(scope.family, host),
  };
  const listening = (wildcard: boolean): TargetBranch =>
    give(scope.isProxiedTo(asked, wildcard), set('sk', givenToListener(wildcard)));
  return [
    {
      kind: 'effect',
      effect: [
        give(hasConnectedSocket(true), setBits('sk', ~SK.given >>> 0, SK.given)),
        ends(hasConnectedSocket(false)),
        listening(false),
        listening(true),
        ends(ALWAYS),
      ],
    },
  ];
}

function give(when: Predicate, found: Assignment): TargetBranch {
  return { when, assignments: [set('socket', 1), found], next: 'continue' };
}

function ends(when: Predicate): TargetBranch {
  return { when, assignments: [], next: 'break', lacks: UNHEARD };
}
