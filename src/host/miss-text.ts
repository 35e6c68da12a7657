import { assertNever } from '../assert-never.js';
import { printAddress, printPrefixShort } from '../address/address-text.js';
import { addressFromWords } from '../address/address.js';
import { addressBits, type Family } from '../address/family.js';
import { makePrefix, maskWords } from '../address/prefix.js';
import type { AddressCondition } from '../evaluate/address-condition.js';
import type { Condition, Shortfall } from '../evaluate/misses.js';
import { loadAddress, type Registers } from '../evaluate/registers.js';
import { linkByIndex, type Namespace } from '../namespace/namespace.js';
import { ADDRESS_FIELDS, fieldMax, type AddressField, type Field } from '../packet/field.js';
import { CONNECTION_STATES } from '../packet/connection-state.js';
import { FRAME_TYPES } from '../packet/frame-type.js';
import { SK } from '../packet/sk.js';
import { carries, isPacketNumber } from '../packet/packet-number.js';
import { PROTOCOL } from '../packet/protocol.js';
import type { Statement } from '../netfilter/nft/statement.js';
import type { PartWords } from '../predicate/part.js';
import type { Miss } from './explanation.js';
import type { NftWords } from './nft-words.js';

/** How a field's values are written: as a kind of number, or by names. */
type Notation = 'address' | 'hex' | 'device' | 'protocol' | 'decimal' | ((value: number) => string);

const namedBy =
  (names: readonly string[]) =>
  (value: number): string =>
    names[value] ?? `${value}`;

/** What is known of a packet's socket. */
function socketName(value: number): string {
  if ((value & SK.found) === 0) return 'none known';
  const kinds = [
    ...((value & SK.transparent) === 0 ? [] : ['transparent']),
    ...((value & SK.wildcard) === 0 ? [] : ['for every address']),
  ];
  return kinds.length === 0 ? 'one' : kinds.join(', ');
}

/** What the tools call a field, and how they write its values. */
const FIELD_TEXT: Partial<Record<Field, readonly [name: string, notation: Notation]>> = {
  src: ['source', 'address'],
  dst: ['destination', 'address'],
  protocol: ['protocol', 'protocol'],
  tos: ['tos', 'hex'],
  mark: ['mark', 'hex'],
  ctmark: ['connmark', 'hex'],
  // A packet that isn't tracked at all counts as INVALID.
  ctstate: [
    'ctstate',
    namedBy(CONNECTION_STATES.map((state) => (state === 'none' ? 'INVALID' : state))),
  ],
  ctreply: ['ctdir', namedBy(['ORIGINAL', 'REPLY'])],
  frame: ['pkt-type', namedBy(FRAME_TYPES)],
  sk: ['socket', socketName],
  tcpFlags: ['tcp flags', 'hex'],
  indev: ['in', 'device'],
  outdev: ['out', 'device'],
  flowSrc: ['from', 'address'],
  flowDst: ['to', 'address'],
  flowIif: ['iif', 'device'],
  flowOif: ['oif', 'device'],
  flowMark: ['fwmark', 'hex'],
  flowTos: ['tos', 'hex'],
  flowProtocol: ['ipproto', 'protocol'],
  flowSport: ['sport', 'decimal'],
  flowDport: ['dport', 'decimal'],
  flowUid: ['uidrange', 'decimal'],
};

/** A field's value as the tools write it. */
export function printField(field: Field, value: number, namespace: Namespace): string {
  return printValue(value, FIELD_TEXT[field]?.[1] ?? 'decimal', namespace);
}

/** Says in the words of the tools what kept a rule from matching. */
export function printMiss(
  { negated, conditions }: Shortfall,
  registers: Registers,
  { namespace, family }: MissScope,
): Miss | undefined {
  const [first] = conditions;
  if (first === undefined) return undefined;
  const { field } = first;
  const fields = new Set(conditions.map((condition) => condition.field));
  if (negated && fields.size > 1) {
    const each = conditions.map((condition) => printCondition(condition, { namespace, family }));
    return { field: 'not', needs: `(${each.join(' and ')})`, has: 'all of it' };
  }
  const [name, notation] = FIELD_TEXT[field] ?? [field, 'decimal' as const];
  const needs = conditions.map((condition) =>
    condition.kind === 'address'
      ? printAddressNeed(condition, family)
      : printNeed(condition, notation, namespace),
  );
  return {
    field: name,
    needs: `${negated ? 'not ' : ''}${[...new Set(needs)].join(' or ')}`,
    has: printHas([field], registers, { namespace, family }),
  };
}

function printCondition(condition: Condition, { namespace, family }: MissScope): string {
  const [name, notation] = FIELD_TEXT[condition.field] ?? [condition.field, 'decimal' as const];
  const needs =
    condition.kind === 'address'
      ? printAddressNeed(condition, family)
      : printNeed(condition, notation, namespace);
  return `${name} ${needs}`;
}

/** What a packet has in some fields. What its protocol has no place for it has none of. */
export function printHas(
  has: PartWords['has'],
  registers: Registers,
  { namespace, family }: MissScope,
): string {
  const texts = has.map((field) => {
    if (typeof field !== 'string') return `0x${(registers[field.dscpOf] >>> 2).toString(16)}`;
    if (isAddressField(field)) return printAddress(loadAddress(registers, field, family));
    return lacks(registers.protocol, field)
      ? 'none'
      : printField(field, registers[field], namespace);
  });
  return texts.length === 0 ? 'none' : texts.join(', ');
}

function isAddressField(field: Field): field is AddressField {
  return field in ADDRESS_FIELDS;
}

function lacks(protocol: number, field: Field): boolean {
  return isPacketNumber(field) && !carries(protocol, field);
}

/** What a miss is about. */
export interface MissScope {
  readonly namespace: Namespace;
  readonly family: Family;
  /** What a statement of a rule of nft asks. */
  readonly words?: (statement: Statement) => NftWords;
}

function printAddressNeed({ words }: AddressCondition, family: Family): string {
  const asked = words.slice(0, addressBits(family) / 32);
  const address = addressFromWords(
    family,
    asked.map(({ value }) => value),
  );
  const masks = asked.map(({ mask }) => mask);
  const length = masks.reduce((sum, mask) => sum + Math.clz32(~mask), 0);
  return maskWords(family, length).every((mask, index) => mask === masks[index])
    ? printPrefixShort(makePrefix(address, length))
    : `${printAddress(address)}/${printAddress(addressFromWords(family, masks))}`;
}

function printNeed(
  condition: Exclude<Condition, AddressCondition>,
  notation: Notation,
  namespace: Namespace,
): string {
  const print = (value: number): string => printValue(value, notation, namespace);
  switch (condition.kind) {
    case 'range':
      return `${print(condition.from)}-${print(condition.to)}`;
    case 'same':
      return condition.other;
    case 'masked': {
      const { mask, value, field } = condition;
      return mask === fieldMax(field) || typeof notation === 'function'
        ? print(value)
        : `${print(value)}/${print(mask)}`;
    }
    default:
      return assertNever(condition);
  }
}

/** One value of a field as the tools write it. */
function printValue(value: number, notation: Notation, namespace: Namespace): string {
  if (typeof notation === 'function') return notation(value);
  switch (notation) {
    case 'address':
      return printAddress(addressFromWords(4, [value]));
    case 'hex':
      return `0x${value.toString(16)}`;
    case 'device':
      return value === 0 ? 'none' : (linkByIndex(namespace, value)?.name ?? `if${value}`);
    case 'protocol':
      return Object.entries(PROTOCOL).find(([, number]) => number === value)?.[0] ?? `${value}`;
    case 'decimal':
      return `${value}`;
    default:
      return assertNever(notation);
  }
}

/** Whether a register is what people know by a name: of an address only the first word is. */
export function isNamedField(field: Field): boolean {
  return FIELD_TEXT[field] !== undefined || field === 'sport' || field === 'dport';
}
