import { assertNever } from '../../../assert-never.js';
import { ADDRESS_FIELDS } from '../../../packet/field.js';
import { set, type Assignment } from '../../../predicate/assignment.js';
import { ALWAYS } from '../../../predicate/predicate.js';
import type { TargetBranch } from '../../extension/extension.js';
import { masqueradeTarget, redirectTarget } from '../../extension/target/nat-own-target.js';
import { BREAK, type Statement } from '../../statement.js';
import type { Expression, ScalarValue } from '../expression.js';
import type { NatStatement } from '../statement.js';
import { spansOf } from './condition.js';
import { assignNumber } from './assign-value.js';
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
      const assignments = translation(statement, scope);
      if (assignments === undefined) return [BREAK];
      const branch: TargetBranch = { when: ALWAYS, assignments, next: 'ACCEPT', settles: true };
      return [{ kind: 'effect', effect: [branch] }];
    }
    default:
      return assertNever(nat);
  }
}

function ownTo<Name extends string>(name: Name, { port }: NatStatement) {
  const to = port === undefined ? undefined : firstNumber(port);
  return { name, address: undefined, port: to === undefined ? undefined : Number(to), flags: [] };
}

/** The new address and port; undefined when they are not known. */
function translation(
  { nat, address, port, form }: NatStatement,
  { family }: NftScope,
): readonly Assignment[] | undefined {
  const [end, ported] = nat === 'snat' ? (['src', 'sport'] as const) : (['dst', 'dport'] as const);
  const fields = ADDRESS_FIELDS[end].slice(0, family === 4 ? 1 : 4);
  const both = address?.kind === 'concat-value' ? address.parts : undefined;
  const [to, portTo] = both ?? [address, port];
  const addressed =
    to === undefined
      ? []
      : form.includes('prefix')
        ? networkChange(fields, to)
        : numberChange(fields, to);
  if (addressed === undefined) return undefined;
  if (portTo === undefined) return addressed;
  const number = firstNumber(portTo);
  return number === undefined ? undefined : [...addressed, set(ported, Number(number))];
}

function numberChange(
  fields: Parameters<typeof assignNumber>[0],
  to: Expression,
): readonly Assignment[] | undefined {
  const number = firstNumber(to);
  return number === undefined ? undefined : assignNumber(fields, number);
}

/** The network changes, the host part stays. Source: `nft_nat_setup_netmap`. */
function networkChange(
  fields: Parameters<typeof assignNumber>[0],
  to: Expression,
): readonly Assignment[] | undefined {
  if (!isKnown(to)) return undefined;
  const [span] = spansOf(to);
  if (span === undefined) return undefined;
  const [low, high] = span;
  return fields.map((field, index): Assignment => {
    const word = (value: bigint): number =>
      Number((value >> BigInt(32 * (fields.length - 1 - index))) & 0xffffffffn);
    const hosts = (word(low) ^ word(high)) >>> 0;
    return { kind: 'bits', to: field, keep: hosts, value: (word(low) & ~hosts) >>> 0 };
  });
}

/** A known number; of a range the first. */
function firstNumber(expression: Expression): bigint | undefined {
  return isKnown(expression) ? spansOf(expression)[0]?.[0] : undefined;
}

function isKnown(expression: Expression): expression is ScalarValue {
  return ['number', 'range', 'prefix'].includes(expression.kind);
}
