import type {
  BinaryOperation,
  Expression,
  KnownValue,
  MapLiteral,
  MapLookup,
  SetReference,
} from '../../../netfilter/nft/expression.js';
import { mapParts } from '../../../netfilter/nft/expression-parts.js';
import type { RawPayloadSelector } from '../../../netfilter/nft/selector.js';
import type { Verdict } from '../../../netfilter/nft/verdict.js';
import { scalarType } from '../../../netfilter/nft/value-type.js';
import { normalForm } from '../evaluate/normal-form.js';
import { masking, retype, wholeBytes } from '../evaluate/stored-match.js';
import { mapKnown } from '../evaluate/transfer-operation.js';
import type { Dependencies } from './dependencies.js';
import { maskedBits, maskedFields } from './masked-place.js';
import { isHeaderRead, isSameRead, isWhole, placeOf, type HeaderRead } from './place.js';

/** Where an expression stands: in a key bits are looked for as they are in matches, in another value a mask without a shift stays. What becomes a number of the host has its bytes turned in between. */
type Standing = 'value' | 'key' | 'host';

/** An expression as it is read again from the kernel, which keeps bytes of headers, masks and shifts: no names. */
export function readValue(
  expression: Expression,
  dependencies: Dependencies,
  standing: Standing = 'value',
): Expression {
  const read = (part: Expression, as: Standing = standing) => readValue(part, dependencies, as);
  if (isHeaderRead(expression)) return readHeader(expression, dependencies, standing);
  switch (expression.kind) {
    case 'binary':
      return readOperation(expression, dependencies, standing);
    case 'concat':
      return mapParts(expression, (part) => read(part, 'key'));
    case 'map-lookup':
      return readLookup(expression, dependencies);
    default:
      return mapParts(expression, (part) => read(part));
  }
}

/** What is read of a header: whole bytes are a field or not, bits of them are picked by a mask and shifted to the end. */
function readHeader(
  read: HeaderRead,
  dependencies: Dependencies,
  standing: Standing,
): HeaderRead | BinaryOperation {
  const place = placeOf(read);
  if (isWhole(place)) return named(read, dependencies.readAt(place));
  const { raw, mask, shift } = wholeBytes(place);
  const bytes = dependencies.readAt(raw);
  if (shift > 0n || standing === 'key') {
    const field = maskedFields(raw, mask, dependencies.layers);
    if (field !== undefined) return named(read, dependencies.readAt(field.place));
    const bits = bytes.kind === 'payload' ? undefined : maskedBits(raw, mask);
    if (bits !== undefined) return bits.place;
  }
  // nft doesn't get to give a mask in front of a shift a type.
  const type = shift > 0n ? scalarType('invalid', raw.type.bits, 'network') : bytes.type;
  return { ...masking(bytes, { kind: 'number', value: mask, type }), type: bytes.type };
}

/** The field as it was, where it is found again. */
function named(read: HeaderRead, found: HeaderRead): HeaderRead {
  return isSameRead(read, found) ? read : found;
}

/** A mask in front of other operations is one with theirs. */
function readOperation(
  operation: BinaryOperation,
  dependencies: Dependencies,
  standing: Standing,
): Expression {
  const kept = normalForm(keptOperation(operation, standing));
  if (kept.kind !== 'binary') return readValue(kept, dependencies, standing);
  const { right } = kept;
  const left = readValue(kept.left, dependencies, standing);
  if (left === kept.left || right.kind !== 'number' || left.type.kind !== 'scalar') {
    return { ...kept, left, right: readValue(right, dependencies) };
  }
  const isShift = kept.operator === '<<' || kept.operator === '>>';
  if (isShift) return { ...kept, left };
  return { ...kept, left, right: retype(right, left.type), type: left.type };
}

/** An operation on bits that end with their byte is one on the byte with a mask. */
function keptOperation(operation: BinaryOperation, standing: Standing): BinaryOperation {
  const { left } = operation;
  if (left.kind === 'binary') return { ...operation, left: keptOperation(left, standing) };
  if (!isHeaderRead(left)) return operation;
  const place = placeOf(left);
  if (isWhole(place)) return operation;
  const { raw, mask, shift } = wholeBytes(place);
  const isTurned = standing === 'host' && raw.type.bits > 8;
  if (shift > 0n || isTurned) return operation;
  const type = raw.type;
  return { ...operation, left: masking(raw, { kind: 'number', value: mask, type }) };
}

function readLookup(lookup: MapLookup, dependencies: Dependencies): MapLookup {
  const { key, map } = lookup;
  const kept = isHeaderRead(key) && map.kind === 'map' ? wholeBytes(placeOf(key)) : undefined;
  if (kept !== undefined && map.kind === 'map' && kept.shift > 0n && kept.raw.type.bits > 8) {
    // nft masks bits of two bytes twice, and finds no field again.
    const once = maskedBytes(kept.raw, kept.mask, dependencies);
    const number = { kind: 'number', value: kept.mask, type: once.type } as const;
    return { ...lookup, key: masking(once, number), map: movedKeys(map, kept.shift) };
  }
  return { ...lookup, ...readKey(lookup.key, lookup.map, dependencies) };
}

/** What a map is asked for. Where that is bits of no known field, the keys of a map without a name lie where these do in their bytes. */
export function readKey<Data extends KnownValue | Verdict>(
  key: Expression,
  map: MapLiteral<Data> | SetReference,
  dependencies: Dependencies,
): { readonly key: Expression; readonly map: MapLiteral<Data> | SetReference } {
  if (!isHeaderRead(key) || map.kind === 'set-reference') {
    return { key: readValue(key, dependencies, 'key'), map: withPlainNumbers(map) };
  }
  const place = placeOf(key);
  if (isWhole(place)) {
    return { key: named(key, dependencies.readAt(place)), map: withPlainNumbers(map) };
  }
  const { raw, mask, shift } = wholeBytes(place);
  const field = maskedFields(raw, mask, dependencies.layers);
  if (field !== undefined) {
    const found = named(key, dependencies.readAt(field.place));
    const { type } = found;
    return {
      key: found,
      map: found === key ? withPlainNumbers(map) : withKeys(map, (one) => retype(one, type)),
    };
  }
  return {
    key: maskedBytes(raw, mask, dependencies),
    map: withPlainNumbers(movedKeys(map, shift)),
  };
}

function maskedBytes(
  raw: RawPayloadSelector,
  mask: bigint,
  dependencies: Dependencies,
): BinaryOperation {
  const bytes = dependencies.readAt(raw);
  return masking(bytes, { kind: 'number', value: mask, type: bytes.type });
}

function movedKeys<Data extends KnownValue | Verdict>(
  map: MapLiteral<Data>,
  shift: bigint,
): MapLiteral<Data> {
  return withKeys(map, (key) => mapKnown(key, (value) => value << shift));
}

function withKeys<Data extends KnownValue | Verdict>(
  map: MapLiteral<Data>,
  change: (key: KnownValue) => KnownValue,
): MapLiteral<Data> {
  const elements = map.elements.map((element) =>
    element.key === '*' ? element : { ...element, key: change(element.key) },
  );
  return { ...map, elements };
}

/** A map without a name is declared to have integers, however those are shown elsewhere. */
function withPlainNumbers<Data extends KnownValue | Verdict>(
  map: MapLiteral<Data> | SetReference,
): MapLiteral<Data> | SetReference {
  if (map.kind === 'set-reference') return map;
  const elements = map.elements.map(({ key, data, ...extras }) => ({
    ...extras,
    key: key === '*' ? key : plainNumber(key),
    data: plainData(data),
  }));
  return { ...map, elements };
}

function plainData<Data extends KnownValue | Verdict>(data: Data): Data {
  return data.kind === 'verdict' ? data : { ...data, ...plainNumber(data) };
}

function plainNumber(value: KnownValue): KnownValue {
  const { type } = value;
  if (type.kind !== 'scalar' || type.datatype !== 'hex_integer') return value;
  return retype(value, { ...type, datatype: 'integer' });
}
