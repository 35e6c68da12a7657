import { assertNever } from '../../../assert-never.js';
import type { ConnectionState } from '../../../packet/connection-state.js';
import { HAS_CONNECTION, inStates } from '../../connection.js';
import type { Selector } from '../selector.js';
import type { NftScope } from './scope.js';
import { constantValue, fieldValue, type Case, type Value, type Word } from './value.js';

/** The bit that `ct state` has for a state. Source: `nft_ct_get_eval`, `NF_CT_STATE_BIT`. */
const STATES: readonly (readonly [ConnectionState, bigint])[] = [
  ['none', 1n],
  ['INVALID', 1n],
  ['ESTABLISHED', 2n],
  ['RELATED', 4n],
  ['NEW', 8n],
  ['UNTRACKED', 64n],
];

/** The bits of `ct status` that are known of a connection. Source: `enum ip_conntrack_status`. */
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
  { key }: Extract<Selector, { kind: 'ct' }>,
  { family, looped }: NftScope,
): Value {
  const present = HAS_CONNECTION;
  switch (key) {
    case 'state':
      return { kind: 'cases', cases: STATES.map(stateCase) };
    case 'direction':
      return fieldValue('ctreply', 8, present);
    case 'mark':
      return fieldValue('ctmark', 32, present);
    case 'status':
      return { kind: 'words', words: [looped ? CONFIRMED : STATUS], present };
    case 'l3proto':
      return constantValue(family === 4 ? 2n : 10n, present);
    case 'protocol':
      return fieldValue('protocol', 8, present);
    case 'zone':
      return constantValue(0n, present);
    case 'secmark':
    case 'helper':
      return constantValue(0n, present);
    case 'event':
    case 'label':
    case 'id':
    case 'expiration':
    case 'bytes':
    case 'packets':
    case 'avgpkt':
    case 'saddr':
    case 'daddr':
    case 'proto-src':
    case 'proto-dst':
    case 'ip saddr':
    case 'ip daddr':
    case 'ip6 saddr':
    case 'ip6 daddr':
      return { kind: 'open', present };
    default:
      return assertNever(key);
  }
}

function stateCase([state, value]: (typeof STATES)[number]): Case {
  return { when: inStates([state]), value };
}
