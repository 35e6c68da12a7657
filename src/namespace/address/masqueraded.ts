import { sameAddress, type Address } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import { removeConnection } from '../../connection/connection.js';
import type { Namespace } from '../namespace.js';
import type { Statement } from '../../netfilter/nft/statement.js';
import { isNftRule, type NetfilterRule } from '../../netfilter/rule.js';

/**
 * Ends the connections that MASQUERADE gave an address of a device which is one no more: all of them, or those with that one address.
 * Nobody sees to it while no rule has the target. Source: `masq_device_event`, `masq_inet_event`, `masq_inet6_event`.
 */
export function endMasqueraded(
  namespace: Namespace,
  index: number,
  address: Address | undefined,
): Namespace {
  if (address !== undefined) return endFamily(namespace, address.family, index, address);
  return ([4, 6] as const).reduce(
    (before, family) => endFamily(before, family, index, undefined),
    namespace,
  );
}

function endFamily(
  namespace: Namespace,
  family: Family,
  index: number,
  address: Address | undefined,
): Namespace {
  const { traffic } = namespace;
  const key = family === 4 ? 'connections4' : 'connections6';
  const ending = traffic[key].connections
    .valueSeq()
    .filter(
      ({ masqueradeDev, reply }) =>
        masqueradeDev === index && (address === undefined || sameAddress(reply.dst, address)),
    )
    .toArray();
  if (ending.length === 0 || !masquerades(namespace)) return namespace;
  const left = ending.reduce(removeConnection, traffic[key]);
  return namespace.set('traffic', traffic.set(key, left));
}

/** The kernel hears of devices while a rule of any table masquerades. Source: `nf_nat_masquerade_inet_register_notifiers`. */
function masquerades({ netfilter }: Namespace): boolean {
  return netfilter.tables.some(({ chains }) =>
    chains.some(({ rules }) => rules.some(ruleMasquerades)),
  );
}

function ruleMasquerades(rule: NetfilterRule): boolean {
  if (isNftRule(rule)) return statementsMasquerade(rule.statements);
  const { target } = rule;
  return target.kind === 'extension' && target.data.name === 'MASQUERADE';
}

function statementsMasquerade(statements: readonly Statement[]): boolean {
  return statements.some((statement) =>
    statement.kind === 'chain'
      ? statement.rules.some((rule) => statementsMasquerade(rule.statements))
      : statement.kind === 'nat' && statement.nat === 'masquerade',
  );
}
