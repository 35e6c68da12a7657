import { hasPorts, isIcmp, isTcp } from './protocol.js';

/** Which packets carry a number: those of every protocol, or of some only; elsewhere it is 0. */
const CARRIERS = {
  all: { carries: () => true, lacks: '' },
  ports: { carries: hasPorts, lacks: 'has no ports' },
  tcp: { carries: isTcp, lacks: 'is not TCP' },
  icmp: { carries: isIcmp, lacks: 'is not ICMP' },
} as const satisfies Record<string, CarrierInfo>;

interface CarrierInfo {
  readonly carries: (protocol: number) => boolean;
  /** What is said of a protocol that doesn't carry it. */
  readonly lacks: string;
}

/** The protocols that carry a number. */
export type Carrier = keyof typeof CARRIERS;

/** What is known of one of a packet's numbers. */
interface PacketNumberInfo {
  /** Its width in a packet, 8, 16 or 32. */
  readonly bits: 8 | 16 | 32;
  readonly carrier: Carrier;
  /** `header`: it travels with the packet; `skb`: the kernel keeps it beside the packet; `socket`: its sender has it. */
  readonly of: 'header' | 'skb' | 'socket';
  /** The word before it where a packet is described in words. */
  readonly word: string;
  readonly print?: 'hex';
}

/**
 * The numbers of a packet: the one table from which their ranges, their words, their columns and the packets that can exist are
 * derived. A number is held in the register of the same name.
 */
export const PACKET_NUMBERS = {
  protocol: { bits: 8, carrier: 'all', of: 'header', word: 'proto' },
  sport: { bits: 16, carrier: 'ports', of: 'header', word: 'sport' },
  dport: { bits: 16, carrier: 'ports', of: 'header', word: 'dport' },
  mark: { bits: 32, carrier: 'all', of: 'skb', word: 'mark', print: 'hex' },
  tos: { bits: 8, carrier: 'all', of: 'header', word: 'tos', print: 'hex' },
  ttl: { bits: 8, carrier: 'all', of: 'header', word: 'ttl' },
  uid: { bits: 32, carrier: 'all', of: 'socket', word: 'uid' },
  gid: { bits: 32, carrier: 'all', of: 'socket', word: 'gid' },
  length: { bits: 16, carrier: 'all', of: 'header', word: 'length' },
  tcpFlags: { bits: 8, carrier: 'tcp', of: 'header', word: 'flags' },
  icmpType: { bits: 8, carrier: 'icmp', of: 'header', word: 'type' },
  icmpCode: { bits: 8, carrier: 'icmp', of: 'header', word: 'code' },
  icmpId: { bits: 16, carrier: 'icmp', of: 'header', word: 'id' },
} as const satisfies Record<string, PacketNumberInfo>;

/** The name of one of a packet's numbers. */
export type PacketNumber = keyof typeof PACKET_NUMBERS;

/** The numbers of a width. */
export type PacketNumberOf<Bits extends 8 | 16 | 32> = {
  [Name in PacketNumber]: (typeof PACKET_NUMBERS)[Name]['bits'] extends Bits ? Name : never;
}[PacketNumber];

/** The name of one of a packet's numbers, its protocol aside. */
export type NumberField = Exclude<PacketNumber, 'protocol'>;

/** Reports whether a name is that of one of a packet's numbers. */
export function isPacketNumber(name: string): name is PacketNumber {
  return Object.hasOwn(PACKET_NUMBERS, name);
}

/** The names of a packet's numbers, in the order in which they are written. */
export const PACKET_NUMBER_NAMES: readonly PacketNumber[] =
  Object.keys(PACKET_NUMBERS).filter(isPacketNumber);

/** The names of a packet's numbers, its protocol aside. */
export const NUMBER_FIELDS: readonly NumberField[] = PACKET_NUMBER_NAMES.filter(
  (name) => name !== 'protocol',
);

/** The names of the numbers of a width. */
export function numbersOf<Bits extends 8 | 16 | 32>(bits: Bits): readonly PacketNumberOf<Bits>[] {
  return PACKET_NUMBER_NAMES.filter(
    (name): name is PacketNumberOf<Bits> => PACKET_NUMBERS[name].bits === bits,
  );
}

/** The largest value of each of a packet's numbers; the smallest is 0. */
export const PACKET_NUMBER_MAX: Readonly<Record<PacketNumber, number>> = packetNumbers(
  (name) => 0xffffffff >>> (32 - PACKET_NUMBERS[name].bits),
);

/** Gives each of a packet's numbers a value. */
export function packetNumbers<Value>(
  valueOf: (name: PacketNumber) => Value,
): Record<PacketNumber, Value> {
  return {
    protocol: valueOf('protocol'),
    sport: valueOf('sport'),
    dport: valueOf('dport'),
    mark: valueOf('mark'),
    tos: valueOf('tos'),
    ttl: valueOf('ttl'),
    uid: valueOf('uid'),
    gid: valueOf('gid'),
    length: valueOf('length'),
    tcpFlags: valueOf('tcpFlags'),
    icmpType: valueOf('icmpType'),
    icmpCode: valueOf('icmpCode'),
    icmpId: valueOf('icmpId'),
  };
}

/** Finds which protocols carry one of a packet's numbers. */
export function carriesOf(name: PacketNumber): (protocol: number) => boolean {
  return CARRIERS[PACKET_NUMBERS[name].carrier].carries;
}

/** Reports whether packets of a protocol carry one of a packet's numbers. */
export function carries(protocol: number, name: PacketNumber): boolean {
  return carriesOf(name)(protocol);
}

/** What is said of a protocol that doesn't carry a number: `is not TCP`. */
export function lacksText(name: PacketNumber): string {
  return CARRIERS[PACKET_NUMBERS[name].carrier].lacks;
}

/** The numbers that not every protocol carries. */
export const CARRIED_BY_SOME: readonly PacketNumber[] = PACKET_NUMBER_NAMES.filter(
  (name) => PACKET_NUMBERS[name].carrier !== 'all',
);
