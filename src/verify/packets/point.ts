import { addressFromWords, isUnspecified, type Address } from '../../address/address.js';
import { addressBits, type Family } from '../../address/family.js';
import { makePacket } from '../../packet/make-packet.js';
import type { Packet } from '../../packet/packet.js';
import {
  carries,
  PACKET_NUMBER_NAMES,
  PACKET_NUMBERS,
  packetNumbers,
} from '../../packet/packet-number.js';
import { hasPorts, isTcp } from '../../packet/protocol.js';
import type { Direction } from './packet-space.js';
import { blockWidth, LEVEL_COUNT, levelsOf, type Block } from '../engine/variables.js';

/** One assignment of all variables: a packet, and everything else that decides. */
export type Point = Uint8Array;

/** A point at which everything is 0. */
export function zeroPoint(): Point {
  return new Uint8Array(LEVEL_COUNT);
}

/** Puts a number of up to 32 bits into a block, from its bit `offset` on. */
export function putNumber(
  point: Point,
  block: Block,
  value: number,
  width = blockWidth(block),
  offset = 0,
): void {
  const levels = levelsOf(block);
  for (let bit = 0; bit < width; bit++) {
    point[levels[offset + bit] ?? 0] = (value >>> (width - 1 - bit)) & 1;
  }
}

/** The number of up to 32 bits that is in a block. */
export function numberIn(
  point: Point,
  block: Block,
  width = blockWidth(block),
  offset = 0,
): number {
  return levelsOf(block)
    .slice(offset, offset + width)
    .reduce((value, level) => ((value << 1) | (point[level] ?? 0)) >>> 0, 0);
}

/** Puts an address into a block. */
function putAddress(point: Point, block: 'src' | 'dst', address: Address): void {
  for (const [index, word] of address.words.entries()) {
    putNumber(point, block, word, 32, 32 * index);
  }
}

function addressIn(point: Point, block: 'src' | 'dst', family: Family): Address {
  const words = Array.from({ length: addressBits(family) / 32 }, (_, index) =>
    numberIn(point, block, 32, 32 * index),
  );
  return addressFromWords(family, words);
}

/** The packet of a point. The point must be one that is possible. */
export function packetAt(
  point: Point,
  devices: readonly string[],
  family: Family,
  direction: Direction,
): Packet {
  const protocol = numberIn(point, 'protocol');
  const src = addressIn(point, 'src', family);
  const device = (block: 'iif' | 'oif'): string | undefined => devices[numberIn(point, block) - 1];
  const sent = direction === 'sent';
  const given = sent ? numberIn(point, 'portGiven') === 1 : hasPorts(protocol);
  return makePacket({
    dst: addressIn(point, 'dst', family),
    src: sent && isUnspecified(src) ? undefined : src,
    iif: sent ? undefined : device('iif'),
    oif: sent ? device('oif') : undefined,
    ...packetNumbers((name) => (carries(protocol, name) ? numberIn(point, name) : undefined)),
    protocol,
    sport: given ? numberIn(point, 'sport') : undefined,
  });
}

/**
 * The point of a packet; choices and connections are all 0 there.
 *
 * @throws RangeError when a device of the packet is not in the list
 */
export function pointOf(packet: Packet, devices: readonly string[]): Point {
  const point = zeroPoint();
  const { protocol, src } = packet;
  const sent = packet.iif === undefined;
  putNumber(point, 'iif', deviceNumber('iif', packet.iif, devices));
  putNumber(point, 'oif', deviceNumber('oif', packet.oif, devices));
  putNumber(point, 'portGiven', sent && (packet.sport ?? 0) !== 0 && hasPorts(protocol) ? 1 : 0);
  for (const name of PACKET_NUMBER_NAMES) {
    const isKept = carries(protocol, name) && (sent || PACKET_NUMBERS[name].of !== 'socket');
    putNumber(point, name, isKept ? (packet[name] ?? 0) : 0);
  }
  // A stream socket can't set the ECN bits.
  if (sent && isTcp(protocol)) putNumber(point, 'tos', packet.tos & 0xfc);
  if (src !== undefined) putAddress(point, 'src', src);
  putAddress(point, 'dst', packet.dst);
  return point;
}

function deviceNumber(field: string, name: string | undefined, devices: readonly string[]): number {
  if (name === undefined) return 0;
  const number = devices.indexOf(name) + 1;
  if (number === 0) throw new RangeError(`${field}: there is no device ${name}`);
  return number;
}
