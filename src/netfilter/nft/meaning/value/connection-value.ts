import { assertNever } from '../../../../assert-never.js';
import type { ConnectionState } from '../../../../packet/connection-state.js';
import { ADDRESS_FIELDS } from '../../../../packet/field.js';
import {
  all,
  ALWAYS,
  equals,
  isNever,
  NEVER,
  not,
  type Predicate,
} from '../../../../predicate/predicate.js';
import { HAS_CONNECTION, inStates } from '../../../connection.js';
import { TUPLE_PORTS, tupleSide } from '../../../extension/option/connection-tuple.js';
import type { CtKey } from '../../key.js';
import type { StatementValue } from '../../statement-operands.js';
import type { NftScope } from '../scope.js';
import { constantValue, fieldValue, fieldWord, type Case, type Value, type Word } from './value.js';
import type { Selector } from '../../expression.js';

/** The bit that `ct state` has for a state. Source: `nft_ct_get_eval`, `NF_CT_STATE_BIT`. */
const STATES: readonly (readonly [ConnectionState, bigint])[] = [
  ['none', 1n],
  ['INVALID', 1n],
  ['ESTABLISHED', 2n],
  ['RELATED', 4n],
  ['NEW', 8n],
  ['TEMPLATE', 8n],
  ['UNTRACKED', 64n],
];

/** The bits of `ct status` that the packet alone decides. Source: `enum ip_conntrack_status`. */
const STATUS: Word = {
  bits: 32,
  constant: 0,
  terms: [
    { field: 'ctknown', take: 1, shift: 3 },
    { field: 'ctsnat', take: 1, shift: 4 },
    { field: 'ctdnat', take: 1, shift: 5 },
  ],
};

/** What comes back has been through POSTROUTING, where its connection was confirmed. */
const CONFIRMED: Word = {
  ...STATUS,
  constant: 8,
  terms: STATUS.terms.filter(({ field }) => field !== 'ctknown'),
};

/** What a packet's connection has; without one the rule ends, but for the state. Source: `nft_ct_get_eval`. */
export function connectionValue(
  { key, direction }: Extract<Selector, { kind: 'ct' }>,
  scope: NftScope,
): Value {
  const { family } = scope;
  const present = HAS_CONNECTION;
  switch (key) {
    case 'state':
      return { kind: 'cases', cases: STATES.map(stateCase) };
    case 'direction':
      return fieldValue('ctreply', 8, present);
    case 'mark':
      return fieldValue('ctmark', 32, present);
    case 'l3proto':
      return constantValue(family === 4 ? 2n : 10n, present);
    case 'protocol':
      return fieldValue('protocol', 8, present);
    case 'zone':
      return fieldValue(ZONE_FIELD[direction ?? 'both'], 16, present);
    case 'secmark':
    case 'helper':
      return constantValue(0n, present);
    case 'status':
    case 'event':
    case 'label':
    case 'id':
    case 'expiration':
    case 'bytes':
    case 'packets':
    case 'avgpkt':
      return { kind: 'open', present };
    case 'saddr':
    case 'daddr':
    case 'proto-src':
    case 'proto-dst':
    case 'ip saddr':
    case 'ip daddr':
    case 'ip6 saddr':
    case 'ip6 daddr':
      return tupleValue(key, direction, scope);
    default:
      return assertNever(key);
  }
}

/** Where the zone of a direction is. */
const ZONE_FIELD = { both: 'ctzone', original: 'ctzoneOrig', reply: 'ctzoneReply' } as const;

const SEEN_REPLY = 2;
const ASSURED = 4;

/** The bits of the status that hang on what has become of the connection. */
const PROGRESS = SEEN_REPLY | ASSURED;

/** Bits that are not followed are usually not set. */
const UNFOLLOWED: Value = { kind: 'open', present: HAS_CONNECTION, usual: 0n };

/** The bits that are followed, with those of {@link STATUS}; not whether translation has been tried, nor whether the connection was expected. */
const FOLLOWED = PROGRESS | 8 | 16 | 32;

/**
 * Some bits of `ct status`, where a packet has them as it stands to its connection. Whether a connection is assured isn't followed, but that of a first
 * packet is not. All bits are compared as they are, with those that are not followed: `ct status != dnat` holds for a translated packet too.
 * Source: `enum ip_conntrack_status`, `nft_ct_get_eval`.
 */
export function statusValue(mask: number, { position, looped }: NftScope): Value {
  if ((mask & ~FOLLOWED) !== 0) return UNFOLLOWED;
  if ((mask & PROGRESS) === 0) {
    const word = maskedWord(looped ? CONFIRMED : STATUS, mask);
    return { kind: 'words', words: [word], present: HAS_CONNECTION };
  }
  if (position === undefined || position === 'unknown') return UNFOLLOWED;
  const { kind } = position;
  if ((mask & ASSURED) !== 0 && kind !== 'first') return UNFOLLOWED;
  const isKnown = looped || kind !== 'first';
  const bits: readonly (readonly [bit: number, when: Predicate])[] = [
    [SEEN_REPLY, { first: NEVER, later: inStates(['ESTABLISHED']), reply: ALWAYS }[kind]],
    [8, isKnown ? ALWAYS : NEVER],
    [16, equals('ctsnat', 1)],
    [32, equals('ctdnat', 1)],
  ];
  const cases = bits
    .filter(([bit]) => (mask & bit) !== 0)
    .reduce<readonly Case[]>(
      (before, [bit, when]) =>
        before.flatMap((one) => [
          { when: all([one.when, not(when)]), value: one.value },
          { when: all([one.when, when]), value: one.value | BigInt(bit) },
        ]),
      [{ when: HAS_CONNECTION, value: 0n }],
    );
  return { kind: 'cases', cases: cases.filter(({ when }) => !isNever(when)) };
}

function maskedWord({ bits, constant, terms }: Word, mask: number): Word {
  return {
    bits,
    constant: constant & mask,
    terms: terms.filter(({ shift }) => ((mask >>> shift) & 1) !== 0),
  };
}

/** Reports whether a value is some bits of the status that hang on what has become of a connection. */
function isProgress(value: StatementValue): boolean {
  if (value.kind !== 'binary' || value.operator !== '&' || value.right.kind !== 'number') {
    return false;
  }
  const isStatus = value.left.kind === 'ct' && value.left.key === 'status';
  return isStatus && (Number(value.right.value) & PROGRESS) !== 0;
}

/** A part of one of the tuples of a connection. */
type TupleKey = Extract<CtKey, `${string}addr` | `proto-${string}`>;

/** An end of a tuple, where the packet has it as it stands to its connection. Source: `nft_ct_get_eval`. */
function tupleValue(
  key: TupleKey,
  direction: Extract<Selector, { kind: 'ct' }>['direction'],
  { family, ends, position }: NftScope,
): Value {
  const isOther = key.startsWith(family === 4 ? 'ip6 ' : 'ip ');
  const present = isOther ? NEVER : HAS_CONNECTION;
  const isSource = key.endsWith('saddr') || key === 'proto-src';
  const end = `${direction === 'reply' ? 'repl' : 'orig'}${isSource ? 'src' : 'dst'}` as const;
  const isOpen = position === undefined || position === 'unknown' || ends === 'unknown';
  const side = isOpen ? undefined : tupleSide(end, position, ends);
  if (side === undefined) return { kind: 'open', present };
  if (key.startsWith('proto-')) return fieldValue(TUPLE_PORTS[side], 16, present);
  const fields = ADDRESS_FIELDS[side].slice(0, family === 4 ? 1 : 4);
  return { kind: 'words', words: fields.map((field) => fieldWord(field, 32)), present };
}

/** Reports whether a value hangs on how a packet stands to its connection. */
export function asksPosition(value: StatementValue): boolean {
  return isOfTuple(value) || isProgress(value);
}

/** Reports whether a value is of one of the tuples of a connection. */
export function isOfTuple(value: StatementValue): boolean {
  return value.kind === 'ct' && isTupleKey(value.key);
}

function isTupleKey(key: CtKey): key is TupleKey {
  return key.endsWith('addr') || key.startsWith('proto-');
}

function stateCase([state, value]: (typeof STATES)[number]): Case {
  return { when: inStates([state]), value };
}
