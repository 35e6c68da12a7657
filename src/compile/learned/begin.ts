import { FIELD_NAMES } from '../../packet/field.js';
import { hasPorts, PROTOCOL } from '../../packet/protocol.js';
import { socketTos } from '../../packet/socket.js';
import { INPUT_FIELDS, slotOf } from '../slots.js';
import type { Observer } from './observer.js';
import { changeBits, constantOrigin, fieldOrigin, type MaybeOrigin } from './origin.js';

const PROTOCOL_SLOT = slotOf('protocol');
const TOS = slotOf('tos');
const SPORT = slotOf('sport');
const TCP_FLAGS = slotOf('tcpFlags');
const IIF = slotOf('iif');

/**
 * What the registers hold at the beginning of a packet's way: what `loadPacket` does, for all packets like this one. Reports by what they are
 * like it. The port that no connection has counts as one that doesn't change.
 */
export function beginOrigins(registers: Int32Array, observer: Observer): readonly MaybeOrigin[] {
  const origins = Array.from(FIELD_NAMES, (): MaybeOrigin => constantOrigin(0));
  for (const field of INPUT_FIELDS) origins[slotOf(field)] = fieldOrigin(slotOf(field));
  const iif = registers[IIF] ?? 0;
  const protocol = registers[PROTOCOL_SLOT] ?? 0;
  const port = registers[slotOf('boundPort')] ?? 0;
  const isLocal = iif === 0;
  observer.masked(IIF, -1, iif);
  origins[IIF] = constantOrigin(iif);
  origins[slotOf('socket')] = constantOrigin(isLocal ? 1 : 0);
  origins[slotOf('boundPort')] = fieldOrigin(SPORT);
  if (!isLocal) return origins;
  observer.masked(PROTOCOL_SLOT, 0xff, protocol);
  observer.masked(SPORT, 0xffff, 0);
  if (port === 0 && hasPorts(protocol)) {
    observer.masked(TCP_FLAGS, 0xff, registers[TCP_FLAGS] ?? 0);
    origins[SPORT] = constantOrigin(registers[SPORT] ?? 0);
  }
  if (protocol === PROTOCOL.tcp) {
    origins[TOS] = changeBits(fieldOrigin(TOS), socketTos(protocol, 0xff), 0);
  }
  return origins;
}
