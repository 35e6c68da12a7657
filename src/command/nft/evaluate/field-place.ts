import { protocols, type PayloadBase } from '../../../netfilter/nft/header/protocol.js';
import type { PayloadSelector } from '../../../netfilter/nft/selector.js';
import type { MatchStatement, Statement } from '../../../netfilter/nft/statement.js';

/** Where the field that a match compares with a number lies. */
export interface Place {
  readonly match: MatchStatement;
  readonly base: PayloadBase;
  readonly inner: string | undefined;
  readonly offset: number;
  readonly bits: number;
}

/** Where the field lies that a match compares with one number; undefined for other statements, and for parts of bytes. */
export function placeOf(statement: Statement): Place | undefined {
  if (statement.kind !== 'match' || statement.operator !== '==') return undefined;
  const { left, right } = statement;
  if (right.kind !== 'number') return undefined;
  if (left.kind === 'raw-payload') {
    const { base, offset, type } = left;
    return wholeBytes({ match: statement, base, inner: undefined, offset, bits: type.bits });
  }
  if (left.kind !== 'payload') return undefined;
  const where = fieldPlace(left);
  return where && wholeBytes({ match: statement, inner: left.inner, ...where });
}

/** Where a field lies: those of a VLAN tag behind the header of the frame. */
export function fieldPlace({
  protocol,
  field,
}: PayloadSelector): Pick<Place, 'base' | 'offset' | 'bits'> | undefined {
  const { base, fields } = protocols[protocol];
  const known = fields.find(({ name }) => name === field);
  if (known === undefined) return undefined;
  const offset = known.offset + (protocol === 'vlan' ? ETHER_BITS : 0);
  return { base, offset, bits: known.bits };
}

const ETHER_BITS = 112;

function wholeBytes(place: Place): Place | undefined {
  return place.offset % 8 === 0 && place.bits % 8 === 0 ? place : undefined;
}

const MOST_BITS = 128;
const REGISTER_BITS = 32;

/** Reports whether a field is read at once with those before it. Source: nft's `payload_can_merge`. */
export function canJoin(group: readonly Place[], next: Place): boolean {
  const [first] = group;
  if (first === undefined) return false;
  const bits = group.reduce((sum, place) => sum + place.bits, 0);
  const isBeside =
    first.base === next.base && first.inner === next.inner && first.offset + bits === next.offset;
  if (!isBeside || bits + next.bits > MOST_BITS) return false;
  if (bits + next.bits <= REGISTER_BITS || next.base === 'll') return true;
  return bits > REGISTER_BITS || next.bits > REGISTER_BITS;
}
