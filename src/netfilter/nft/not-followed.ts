import { NEVER } from '../../predicate/predicate.js';
import { expressionValue } from './meaning/expression-value.js';
import type { NftScope } from './meaning/scope.js';
import { firstUnsettled } from './meaning/spread-maps.js';
import { isPlaceOfPackets } from './meaning/mangle-meaning.js';
import type { Statement } from './statement.js';

/**
 * What of a rule's statements changes the way of packets and isn't simulated, by names of its own: an answer about packets that come to such a rule may
 * be wrong. Empty when all is.
 */
export function notFollowed(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap((statement): readonly string[] => {
    switch (statement.kind) {
      case 'fwd':
      case 'synproxy':
        return [`nft ${statement.kind}`];
      case 'flow':
        return ['nft flow add'];
      case 'mangle':
        return mangleNotFollowed(statement);
      case 'nat':
        return [statement.address, statement.port].some((one) => one?.kind === 'range')
          ? [`nft ${statement.nat} to a range`]
          : [];
      case 'object':
        return statement.object === 'synproxy' ? ['nft synproxy'] : [];
      case 'chain':
        return statement.rules.flatMap((rule) => notFollowed(rule.statements));
      default:
        return [];
    }
  });
}

function mangleNotFollowed(statement: Extract<Statement, { kind: 'mangle' }>): readonly string[] {
  const { target, value } = statement;
  if (target.kind === 'ct' && target.key === 'zone') return ['nft ct zone set'];
  if (!isPlaceOfPackets(target) || firstUnsettled(statement) !== undefined) return [];
  const open = expressionValue(value, ANYWHERE).kind === 'open';
  return open
    ? [
        `nft ${target.kind === 'payload' ? `${target.protocol} ${target.field}` : `${target.kind} mark`} set to what no packet has here`,
      ]
    : [];
}

/** A host without anything: what an expression reads doesn't depend on it. */
export const ANYWHERE: NftScope = {
  family: 4,
  hook: 'FORWARD',
  orphan: false,
  devices: [],
  deviceIs: () => NEVER,
  deviceInGroup: () => NEVER,
  deviceOfKind: () => NEVER,
  addressType: () => NEVER,
  ownSources: () => [],
  ownDestinations: () => [],
  inSet: () => NEVER,
  isListenedAt: () => NEVER,
  isProxiedTo: () => NEVER,
  fibFound: () => NEVER,
  findSet: () => undefined,
};
