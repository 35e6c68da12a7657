import { protocols } from '../../../netfilter/nft/header/protocol.js';
import type { NumberValue } from '../../../netfilter/nft/expression.js';
import type { RawPayloadSelector } from '../../../netfilter/nft/selector.js';
import type { MatchStatement } from '../../../netfilter/nft/statement.js';
import { anyPort, headerAt, isFieldThere } from '../evaluate/selector/known-field.js';
import { payloadSelector } from '../evaluate/selector/payload-selector.js';
import type { ProtocolLayers } from '../layers/protocol-layers.js';
import { bitsAt, type HeaderRead } from './place.js';

/** A field of which so many bits are read. */
interface FieldPart {
  readonly read: HeaderRead;
  readonly bits: number;
}

/** The fields that lie in bits of a header, in the order of nft's tables; what is left is bits. Source: nft's `payload_expr_expand`. */
function fieldsIn(place: RawPayloadSelector, layers: ProtocolLayers): readonly FieldPart[] {
  const { base, type } = place;
  const known = headerAt(base, place.offset, layers);
  const parts: FieldPart[] = [];
  let offset = place.offset - (known?.start ?? 0);
  let rest = type.bits;
  for (const field of known === undefined ? [] : protocols[known.header].fields) {
    const header = known?.header ?? 'th';
    const isNext = field.offset === offset && field.bits > 0 && rest > 0;
    if (!isNext || !isFieldThere(header, field.name, layers)) continue;
    const bits = Math.min(field.bits, rest);
    parts.push({ read: payloadSelector(header, field.name), bits });
    rest -= bits;
    offset += bits;
  }
  if (rest > 0) {
    parts.push({ read: anyPort(base, offset, rest) ?? bitsAt({ base, offset }, rest), bits: rest });
  }
  return parts;
}

/** A comparison of bits with a number as one of each field that lies in them; of a field of which only the first bits are read, with their prefix. */
export function expandedMatch(
  { operator }: MatchStatement,
  place: RawPayloadSelector,
  { value }: NumberValue,
  layers: ProtocolLayers,
): readonly MatchStatement[] {
  let rest = place.type.bits;
  return fieldsIn(place, layers).map(({ read, bits }): MatchStatement => {
    const { type } = read;
    rest -= bits;
    const part = (value >> BigInt(rest)) & ((1n << BigInt(bits)) - 1n);
    const own = part << BigInt(type.bits - bits);
    const whole = { kind: 'number', value: own, type } as const;
    const prefix = { kind: 'prefix', value: own, length: bits, type } as const;
    return { kind: 'match', operator, left: read, right: bits < type.bits ? prefix : whole };
  });
}
