import type { FieldNames } from '../../field-names.js';
import type { Family } from '../../address/family.js';
import {
  NUMBER_FIELDS,
  PACKET_NUMBERS,
  packetNumbers,
  type PacketNumber,
} from '../../packet/packet-number.js';
import { PROTOCOL_NAMES } from '../../packet/protocol-name.js';
import type { Direction } from './packet-space.js';

/**
 * One value or several, of which a packet has one: numbers, ranges (`1000-2000`), masks (`0x2/0xff`), addresses, prefixes, names of
 * protocols, devices, users and groups. When they begin with `!` the packet has none of them.
 */
export type PacketValues = number | string | readonly (number | string)[];

/** Which packets: whatever is left out can be anything. */
export interface PacketFilter extends NumberFilter {
  /** Both when left out, unless an address implies one. */
  readonly family?: Family | undefined;
  /** Both when left out, unless another field is of one only: `iif` of received packets; `oif`, `uid`, `gid` and `src: 'none'` of sent ones. */
  readonly direction?: Direction | undefined;
  /** Names of the devices of arrival, or `any`. */
  readonly iif?: string | readonly string[] | undefined;
  /** Names of the devices to which the sockets are bound; `any` for those that are bound to some, `none` for those that aren't. */
  readonly oif?: string | readonly string[] | undefined;
  /** `none` for sockets that leave it to the kernel. */
  readonly src?: string | readonly string[] | undefined;
  readonly dst?: string | readonly string[] | undefined;
  /** `icmp` is ICMPv6 among IPv6 packets. */
  readonly protocol?: PacketValues | undefined;
}

/** Values of a packet's numbers: `sport`, `dport`, `mark` and so on. */
export type NumberFilter = { readonly [Name in PacketNumber]?: PacketValues | undefined };

/** The words before the values of a filter's fields. */
export const FIELD_WORDS = {
  iif: 'in',
  oif: 'oif',
  src: 'from',
  dst: 'to',
  ...packetNumbers((name) => PACKET_NUMBERS[name].word),
} satisfies Record<Exclude<keyof PacketFilter, 'family' | 'direction'>, string>;

/** The fields of a filter. */
export const FILTER_NAMES: FieldNames<PacketFilter> = {
  family: true,
  direction: true,
  iif: true,
  oif: true,
  src: true,
  dst: true,
  ...packetNumbers(() => true),
};

/** A field of a filter that has values. */
export type ValueField = keyof typeof FIELD_WORDS;

/** The fields of filters that have values, in the order of their words. */
export const VALUE_FIELDS: readonly ValueField[] = [
  'protocol',
  'iif',
  'oif',
  'src',
  'dst',
  ...NUMBER_FIELDS,
];

/** The values of a field as text; empty when it is left out. */
export function valuesOf(filter: PacketFilter, field: ValueField): readonly string[] {
  return [filter[field] ?? []].flat().map((value) => `${value}`);
}

/** The families of the packets that a filter describes. */
export function familiesOf(filter: PacketFilter): readonly Family[] {
  if (filter.family !== undefined) return [filter.family];
  const texts = [...valuesOf(filter, 'src'), ...valuesOf(filter, 'dst')];
  if (texts.some((text) => text.includes(':'))) return [6];
  return texts.some((text) => text.includes('.')) ? [4] : [4, 6];
}

/**
 * The directions of the packets that a filter describes.
 *
 * @throws RangeError when its fields are of packets of different ones: no packet has them all
 */
export function directionsOf(filter: PacketFilter): readonly Direction[] {
  const known: readonly (readonly [ValueField | 'direction', Direction])[] = [
    ...(filter.direction === undefined ? [] : [['direction', filter.direction] as const]),
    ...(filter.iif === undefined ? [] : [['iif', 'received'] as const]),
    ...(['oif', 'uid', 'gid'] as const).flatMap((field) =>
      filter[field] === undefined ? [] : [[field, 'sent'] as const],
    ),
    ...(valuesOf(filter, 'src').includes('none') ? [['src', 'sent'] as const] : []),
  ];
  const [first, ...others] = known;
  if (first === undefined) return ['sent', 'received'];
  const other = others.find(([, direction]) => direction !== first[1]);
  if (other === undefined) return [first[1]];
  const [name, direction] = other;
  throw new RangeError(
    `${name}: of ${direction} packets only, and ${first[0]} of ${first[1]} ones`,
  );
}

/**
 * A filter in the words of a claim: `ipv4 sent tcp to 203.0.113.0/24 dport 25`.
 */
export function printFilter(filter: PacketFilter): string {
  const { family, direction } = filter;
  const unbound = ['src', 'oif'] as const;
  const isUnbound = unbound.every((field) => valuesOf(filter, field).join() === 'none');
  const fields = VALUE_FIELDS.filter((field) => {
    if (filter[field] === undefined) return false;
    return !(isUnbound && (field === 'src' || field === 'oif'));
  });
  const words = [
    ...(family === undefined ? [] : [`ipv${family}`]),
    ...(direction === undefined ? [] : [direction]),
    ...(isUnbound ? ['unbound'] : []),
    ...fields.map((field) => printField(field, valuesOf(filter, field))),
  ];
  return words.length === 0 ? 'packet' : words.join(' ');
}

function printField(field: ValueField, values: readonly string[]): string {
  const text = printValues(values);
  if (field === 'protocol' && PROTOCOL_NAMES.includes(text)) return text;
  return `${FIELD_WORDS[field]} ${text}`;
}

/** Alternatives between commas; of those that are excluded each is marked, or the first where all are. */
function printValues(values: readonly string[]): string {
  const within = values.filter((value) => !value.startsWith('!'));
  const without = values.filter((value) => value.startsWith('!'));
  if (within.length > 0) return [...within, ...without].join(',');
  return `!${without.map((value) => value.slice(1)).join(',')}`;
}
