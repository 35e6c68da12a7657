import { assertNever } from '../../../assert-never.js';
import type { Family } from '../../../address/family.js';
import type { AddressRange, PortRange } from '../../../connection/nat-range.js';
import { ADDRESS_FIELDS } from '../../../packet/field.js';
import { setBits, type Assignment } from '../../../predicate/assignment.js';
import type { TargetEffect } from '../../extension/extension.js';
import { masqueradeTarget, redirectTarget } from '../../extension/target/nat/nat-own-target.js';
import type { NatTo } from '../../extension/target/nat/nat-range.js';
import { natEffect } from '../../nat-effect.js';
import { BREAK, type Statement } from '../../statement.js';
import type { Expression, ScalarValue } from '../expression.js';
import type { NatStatement } from '../statement.js';
import { addressOfNumber } from './value/address-of-number.js';
import { spansOf, type Span } from './condition.js';
import type { NftScope } from './scope.js';

/** What a NAT statement does, with whatever its maps have in it. Source: `nft_nat_eval`, `nft_masq_eval`, `nft_redir_eval`. */
export function natMeaning(statement: NatStatement, scope: NftScope): readonly Statement[] {
  const { nat, family } = statement;
  // A statement for the other version of IP does nothing.
  if (family !== undefined && (family === 'ip') !== (scope.family === 4)) return [];
  switch (nat) {
    case 'masquerade':
      return [
        { kind: 'effect', effect: masqueradeTarget.effect(ownTo('MASQUERADE', statement), scope) },
      ];
    case 'redirect':
      return [
        { kind: 'effect', effect: redirectTarget.effect(ownTo('REDIRECT', statement), scope) },
      ];
    case 'snat':
    case 'dnat': {
      const effect = translationOf(statement, scope);
      return [effect === undefined ? BREAK : { kind: 'effect', effect }];
    }
    default:
      return assertNever(nat);
  }
}

/** An own address is taken, and a port of the range where one is given. */
function ownTo<Name extends 'MASQUERADE' | 'REDIRECT'>(
  name: Name,
  { port, flags }: NatStatement,
): NatTo & { readonly name: Name } {
  const ports = port === undefined ? undefined : portsOf(port);
  return {
    name,
    address: undefined,
    ...(ports === undefined ? { port: undefined } : { port: ports.from, lastPort: ports.to }),
    flags: flags.map((flag) => (flag === 'fully-random' ? 'random-fully' : flag)),
  };
}

/** What is done with the new address and port; undefined when they are not known. */
function translationOf(
  { nat, address, port, form, flags }: NatStatement,
  { family }: NftScope,
): TargetEffect | undefined {
  const end = nat === 'snat' ? 'src' : 'dst';
  const both = address?.kind === 'concat-value' ? address.parts : undefined;
  const [to, portTo] = both ?? [address, port];
  const ports = portTo === undefined ? undefined : portsOf(portTo);
  const addresses = to === undefined ? undefined : addressesOf(family, to);
  if ((portTo === undefined) !== (ports === undefined)) return undefined;
  if ((to === undefined) !== (addresses === undefined)) return undefined;
  const range = {
    end,
    ports,
    random: flags.some((flag) => flag !== 'persistent'),
    persistent: flags.includes('persistent'),
  } as const;
  if (addresses === undefined || !form.includes('prefix')) {
    return natEffect({ ...range, addresses });
  }
  return natEffect(
    { ...range, addresses: undefined },
    { assignments: networkChange(end, addresses) },
  );
}

function portsOf(to: Expression): PortRange | undefined {
  const span = spanOf(to);
  return span && { from: Number(span[0]), to: Number(span[1]) };
}

function addressesOf(family: Family, to: Expression): AddressRange | undefined {
  const span = spanOf(to);
  return span && { from: addressOfNumber(family, span[0]), to: addressOfNumber(family, span[1]) };
}

/** The network changes, the host part stays. Source: `nft_nat_setup_netmap`. */
function networkChange(end: 'src' | 'dst', { from, to }: AddressRange): readonly Assignment[] {
  return from.words.map((low, at) => {
    const hosts = (low ^ (to.words[at] ?? low)) >>> 0;
    return setBits(ADDRESS_FIELDS[end][at] ?? end, hosts, (low & ~hosts) >>> 0);
  });
}

function spanOf(expression: Expression): Span | undefined {
  return isKnown(expression) ? spansOf(expression)[0] : undefined;
}

function isKnown(expression: Expression): expression is ScalarValue {
  return ['number', 'range', 'prefix'].includes(expression.kind);
}
