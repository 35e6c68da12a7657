import { addressBits, type Family } from '../../address/family.js';
import { STATE_FIELDS } from '../../connection/tracked-fields.js';
import { PACKET_NUMBER_NAMES, PACKET_NUMBERS } from '../../packet/packet-number.js';
import { ADDRESS_FIELDS, FIELDS, type AddressField, type Field } from '../../packet/field.js';

/**
 * The variables of every diagram, in their order: blocks of levels, most significant bit first. Addresses come last, since routing
 * tables are large functions of them: what stands above is not repeated at every prefix.
 */
const BLOCKS = {
  /** What the host's memory decides, a few bits for each choice point. */
  choice: 256,
  /** What NAT picks: a port, or a word of an address, of each end. */
  pick: 320,
  /** The number of the device of arrival, or of the one that the socket is bound to, in the space's list of devices; 0 when none. */
  iif: 12,
  oif: 12,
  /** 1 when the sender has chosen the source port. */
  portGiven: 1,
  protocol: PACKET_NUMBERS.protocol.bits,
  dport: PACKET_NUMBERS.dport.bits,
  sport: PACKET_NUMBERS.sport.bits,
  mark: PACKET_NUMBERS.mark.bits,
  tos: PACKET_NUMBERS.tos.bits,
  tcpFlags: PACKET_NUMBERS.tcpFlags.bits,
  icmpType: PACKET_NUMBERS.icmpType.bits,
  icmpCode: PACKET_NUMBERS.icmpCode.bits,
  icmpId: PACKET_NUMBERS.icmpId.bits,
  uid: PACKET_NUMBERS.uid.bits,
  gid: PACKET_NUMBERS.gid.bits,
  ttl: PACKET_NUMBERS.ttl.bits,
  length: PACKET_NUMBERS.length.bits,
  /** What a connection that was there before can say, when any is allowed: also the blocks that {@link ALTERNATES} names. */
  ctstate: 3,
  ctknown: 1,
  ctreply: 1,
  ctmark: 32,
  ctnat: 1,
  ctsnat: 1,
  ctdnat: 1,
  ctmasq: 31,
  ctzone: 16,
  /** The directions in which the zone counts: a bit each. */
  ctzoneSides: 2,
  ctSport: 16,
  ctDport: 16,
  ctIcmpId: 16,
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

/**
 * What a connection gives a packet alternates, bit by bit, with what the packet has of its own: whether the two are equal is a small
 * function then, not one with a case for every value.
 */
const ALTERNATES: Readonly<Partial<Record<Block, Block>>> = {
  dport: 'ctDport',
  sport: 'ctSport',
  mark: 'ctmark',
  src: 'ctSrc',
  dst: 'ctDst',
};
const ALTERNATING: ReadonlySet<Block> = new Set(Object.values(ALTERNATES));

/** The block that alternates with one, if any does. */
export function alternateOf(block: Block): Block | undefined {
  return ALTERNATES[block];
}

const LEVELS: Readonly<Record<Block, readonly number[]>> = allLevels();

function allLevels(): Record<Block, readonly number[]> {
  const levels: Partial<Record<Block, readonly number[]>> = {};
  let next = 0;
  for (const name of NAMES) {
    if (ALTERNATING.has(name)) continue;
    const other = ALTERNATES[name];
    const step = other === undefined ? 1 : 2;
    levels[name] = levelRange(next, BLOCKS[name], step);
    if (other !== undefined) levels[other] = levelRange(next + 1, BLOCKS[other], step);
    next += step * BLOCKS[name];
  }
  if (!isWhole(levels)) throw new TypeError('levels: a block is missing');
  return levels;
}

function levelRange(first: number, width: number, step: number): readonly number[] {
  return Array.from({ length: width }, (_, index) => first + step * index);
}

function isWhole(
  levels: Partial<Record<Block, readonly number[]>>,
): levels is Record<Block, readonly number[]> {
  return NAMES.every((name) => name in levels);
}

/** The levels of a block's variables, ascending: most significant bit first. */
export function levelsOf(block: Block): readonly number[] {
  return LEVELS[block];
}

/** How many levels there are. */
export const LEVEL_COUNT = NAMES.reduce((sum, name) => sum + BLOCKS[name], 0);

/** How many variables a block has. */
export function blockWidth(block: Block): number {
  return BLOCKS[block];
}

const BLOCK_AT: readonly Block[] = blocksByLevel();

function blocksByLevel(): readonly Block[] {
  const blocks: Block[] = [];
  for (const name of NAMES) for (const level of LEVELS[name]) blocks[level] = name;
  return blocks;
}

/** The block to which a level belongs; undefined for that of terminals. */
export function blockAt(level: number): Block | undefined {
  return BLOCK_AT[level];
}

/** The blocks of the packet itself: their assignments are the packets that can be sent. */
export const PACKET_BLOCKS = [
  'iif',
  'oif',
  'portGiven',
  ...PACKET_NUMBER_NAMES,
  'src',
  'dst',
] as const satisfies readonly Block[];

/** The level of a packet block's part that a family uses: of an address 32 or 128 variables. */
export function usedWidth(block: Block, family: Family): number {
  return ADDRESS_BLOCKS.has(block) ? addressBits(family) : BLOCKS[block];
}

const ADDRESS_BLOCKS: ReadonlySet<Block> = new Set(['src', 'dst', 'ctSrc', 'ctDst', 'scratch']);

/** The blocks of what connections can say. */
export const CONNECTION_BLOCKS = [
  ...STATE_FIELDS,
  'ctzone',
  'ctzoneSides',
  'ctSport',
  'ctDport',
  'ctIcmpId',
  'ctSrc',
  'ctDst',
] as const satisfies readonly Block[];

const CONNECTION = 1;
const PICKED = 2;

/** By level, which variables are of what connections can say, or are given, and of these what NAT picks; the level of terminals is beyond. */
const OF_CONNECTIONS = new Uint8Array(LEVEL_COUNT);
for (const block of CONNECTION_BLOCKS) {
  for (const level of LEVELS[block]) OF_CONNECTIONS[level] = CONNECTION;
}
for (const level of LEVELS.pick) OF_CONNECTIONS[level] = PICKED;

/** Reports whether a variable is one of what connections can say, or are given. */
export function isOfConnection(level: number): boolean {
  return (OF_CONNECTIONS[level] ?? 0) !== 0;
}

/** Reports whether a variable is one of what NAT picks. */
export function isPicked(level: number): boolean {
  return OF_CONNECTIONS[level] === PICKED;
}

/** The blocks of what neither the packet nor what is known of its connection decides. */
const CHOICE_BLOCKS = ['choice', 'pick'] as const satisfies readonly Block[];

/** The levels of what choices decide, and NAT picks. */
export const CHOICE_LEVELS: readonly number[] = CHOICE_BLOCKS.flatMap((block) => LEVELS[block]);

const OF_CHOICES = new Set<number>(CHOICE_LEVELS);

/** Reports whether a variable is one of what choices decide, or NAT picks. */
export function isOfChoices(level: number): boolean {
  return OF_CHOICES.has(level);
}

const PACKET_LEVELS: Readonly<Record<Family, readonly number[]>> = {
  4: allPacketLevels(4),
  6: allPacketLevels(6),
};

function allPacketLevels(family: Family): readonly number[] {
  return PACKET_BLOCKS.flatMap((block) =>
    LEVELS[block].slice(0, usedWidth(block, family)),
  ).toSorted((a, b) => a - b);
}

/** The packet's variables in a family, ascending. */
export function packetLevels(family: Family): readonly number[] {
  return PACKET_LEVELS[family];
}

/** The variables of each field that is variables as it is, most significant bit first. */
export const FIELD_LEVELS: ReadonlyMap<Field, readonly number[]> = new Map(fieldLevels());

function fieldLevels(): [Field, readonly number[]][] {
  const plain: Field[] = PACKET_NUMBER_NAMES.filter(
    (name) => name !== 'sport' && name !== 'length',
  );
  const ports: Field[] = ['ctSport', 'ctDport', 'ctIcmpId'];
  const addresses: AddressField[] = ['src', 'dst', 'ctSrc', 'ctDst'];
  return [
    ...[...plain, ...STATE_FIELDS, ...ports].map((field): [Field, readonly number[]] => [
      field,
      levelsOfField(field),
    ]),
    ...addresses.flatMap((address) =>
      ADDRESS_FIELDS[address].map((field, index): [Field, readonly number[]] => [
        field,
        levelsOfField(address).slice(FIELDS[field].bits * index, FIELDS[field].bits * (index + 1)),
      ]),
    ),
  ];
}

function levelsOfField(field: Field): readonly number[] {
  const block = NAMES.find((name) => name === field);
  if (block === undefined) throw new RangeError(`field: ${field} is no variable`);
  return LEVELS[block];
}
