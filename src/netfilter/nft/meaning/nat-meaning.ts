import { assertNever } from '../../../assert-never.js';
import { ADDRESS_FIELDS } from '../../../packet/field.js';
import { set, type Assignment } from '../../../predicate/assignment.js';
import { all, ALWAYS, inRange, type Predicate } from '../../../predicate/predicate.js';
import type { TargetBranch, TargetEffect } from '../../extension/extension.js';
import { masqueradeTarget, redirectTarget } from '../../extension/target/nat/nat-own-target.js';
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
      return ownEffect('sport', statement, (port) =>
        masqueradeTarget.effect(ownTo('MASQUERADE', port), scope),
      );
    case 'redirect':
      return ownEffect('dport', statement, (port) =>
        redirectTarget.effect(ownTo('REDIRECT', port), scope),
      );
    case 'snat':
    case 'dnat': {
      const translation = translationOf(statement, scope);
      if (translation === undefined) return [BREAK];
      const effect = translation.map(({ when, assignments }): TargetBranch => ({
        when,
        assignments,
        next: 'ACCEPT',
        settles: true,
      }));
      return [{ kind: 'effect', effect }];
    }
    default:
      return assertNever(nat);
  }
}

function ownTo<Name extends string>(name: Name, port: number | undefined) {
  return { name, address: undefined, port, flags: [] };
}

/** An own address is taken, and a port of the range where one is given. */
function ownEffect(
  field: 'sport' | 'dport',
  { port }: NatStatement,
  effectWith: (port: number | undefined) => TargetEffect,
): readonly Statement[] {
  const [span] = port !== undefined && isKnown(port) ? spansOf(port) : [];
  if (span === undefined) return [{ kind: 'effect', effect: effectWith(undefined) }];
  const [low, high] = [Number(span[0]), Number(span[1])];
  const staying =
    low === high
      ? []
      : effectWith(undefined).map((branch) => withCondition(branch, inRange(field, low, high)));
  return [{ kind: 'effect', effect: [...staying, ...effectWith(low)] }];
}

function withCondition(branch: TargetBranch, when: Predicate): TargetBranch {
  return { ...branch, when: all([branch.when, when]) };
}

interface Translation {
  readonly when: Predicate;
  readonly assignments: readonly Assignment[];
}

/** The new address and port; undefined when they are not known. */
function translationOf(
  { nat, address, port, form }: NatStatement,
  { family }: NftScope,
): readonly Translation[] | undefined {
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
  if (portTo === undefined) return [{ when: ALWAYS, assignments: addressed }];
  return portsOf(ported, portTo)?.map(({ when, assignments }) => ({
    when,
    assignments: addressed.concat(assignments),
  }));
}

/** A port that lies in the range stays, any other becomes the first of it. Source: `nf_nat_l4proto_unique_tuple`, `l4proto_in_range`. */
function portsOf(field: 'sport' | 'dport', to: Expression): readonly Translation[] | undefined {
  const [span] = isKnown(to) ? spansOf(to) : [];
  if (span === undefined) return undefined;
  const [low, high] = [Number(span[0]), Number(span[1])];
  const first: Translation = { when: ALWAYS, assignments: [set(field, low)] };
  if (low === high) return [first];
  return [{ when: inRange(field, low, high), assignments: [] }, first];
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
