import { addressBits, type Family } from '../address/family.js';
import { ADDRESS_FIELDS, FIELDS, type AddressField, type Field } from '../packet/field.js';

/**
 * The variables of every diagram, in their order: blocks of levels, most significant bit first. Addresses come last, since routing
 * tables are large functions of them: what stands above is not repeated at every prefix.
 */
const BLOCKS = {
  /** What the host's memory decides, a few bits for each choice point. */
  choice: 256,
  /** The number of the device of arrival, or of the one that the socket is bound to, in the space's list of devices; 0 when none. */
  iif: 12,
  oif: 12,
  /** 1 when the sender has chosen the source port. */
  portGiven: 1,
  protocol: 8,
  dport: 16,
  sport: 16,
  mark: 32,
  tos: 8,
  tcpFlags: 8,
  icmpType: 8,
  icmpCode: 8,
  uid: 32,
  gid: 32,
  ttl: 8,
  length: 16,
  /** What a connection that was there before can say, when any is allowed. */
  ctstate: 3,
  ctknown: 1,
  ctreply: 1,
  ctmark: 32,
  ctnat: 1,
  ctmasq: 31,
  ctSport: 16,
  ctDport: 16,
  ctSrc: 128,
  ctDst: 128,
  src: 128,
  dst: 128,
  /** A destination that is computed: tables are built over these and then composed. */
  scratch: 128,
} as const;

/** The name of a block of variables. */
export type Block = keyof typeof BLOCKS;

const NAMES = Object.keys(BLOCKS).filter((name): name is Block => name in BLOCKS);

const FIRST: Readonly<Record<Block, number>> = firstLevels();

function firstLevels(): Record<Block, number> {
  const first: Partial<Record<Block, number>> = {};
  let level = 0;
  for (const name of NAMES) {
    first[name] = level;
    level += BLOCKS[name];
  }
  if (!isWhole(first)) throw new TypeError('levels: a block is missing');
  return first;
}

function isWhole(first: Partial<Record<Block, number>>): first is Record<Block, number> {
  return NAMES.every((name) => name in first);
}

/** The level of a block's first variable. */
export function firstLevel(block: Block): number {
  return FIRST[block];
}

/** How many variables a block has. */
export function blockWidth(block: Block): number {
  return BLOCKS[block];
}

/** Tells whether a level lies in a block. */
export function isInBlock(block: Block, level: number): boolean {
  return level >= FIRST[block] && level < FIRST[block] + BLOCKS[block];
}

/** The blocks of the packet itself: their assignments are the packets that can be sent. */
export const PACKET_BLOCKS = [
  'iif',
  'oif',
  'portGiven',
  'protocol',
  'dport',
  'sport',
  'mark',
  'tos',
  'tcpFlags',
  'icmpType',
  'icmpCode',
  'uid',
  'gid',
  'ttl',
  'length',
  'src',
  'dst',
] as const satisfies readonly Block[];

/** The level of a packet block's part that a family uses: of an address 32 or 128 variables. */
export function usedWidth(block: Block, family: Family): number {
  return ADDRESS_BLOCKS.has(block) ? addressBits(family) : BLOCKS[block];
}

const ADDRESS_BLOCKS: ReadonlySet<Block> = new Set(['src', 'dst', 'ctSrc', 'ctDst', 'scratch']);

/** The packet's variables in a family, ascending. */
export function packetLevels(family: Family): readonly number[] {
  return PACKET_BLOCKS.flatMap((block) =>
    Array.from({ length: usedWidth(block, family) }, (_, index) => FIRST[block] + index),
  );
}

/** Where each field's value begins among the variables, for the fields that are variables as they are. */
export const FIELD_LEVELS: ReadonlyMap<Field, number> = new Map(fieldLevels());

function fieldLevels(): [Field, number][] {
  const plain: Field[] = ['protocol', 'dport', 'mark', 'tos', 'tcpFlags', 'icmpType', 'icmpCode'];
  const other: Field[] = [
    'uid',
    'gid',
    'ttl',
    'ctstate',
    'ctknown',
    'ctreply',
    'ctmark',
    'ctnat',
    'ctmasq',
  ];
  const ports: Field[] = ['ctSport', 'ctDport'];
  const addresses: AddressField[] = ['src', 'dst', 'ctSrc', 'ctDst'];
  return [
    ...[...plain, ...other, ...ports].map((field): [Field, number] => [field, levelOf(field)]),
    ...addresses.flatMap((address) =>
      ADDRESS_FIELDS[address].map((field, index): [Field, number] => [
        field,
        levelOf(address) + FIELDS[field].bits * index,
      ]),
    ),
  ];
}

function levelOf(field: Field): number {
  const block = NAMES.find((name) => name === field);
  if (block === undefined) throw new RangeError(`field: ${field} is no variable`);
  return FIRST[block];
}
