export { printAddress, parseAddress, parsePrefix, printPrefix } from './address/address-text.js';
export { addressFromWords, sameAddress, type Address } from './address/address.js';
export type { Family } from './address/family.js';
export { makePrefix, prefixContains, type Prefix } from './address/prefix.js';
export { errno, type ErrnoEntry, type ErrnoName } from './errno.js';
export { ParseError, type TextPosition } from './parse-error.js';
export {
  EPHEMERAL_PORT,
  icmp,
  makePacket,
  tcp,
  udp,
  type PacketFields,
  type ProtocolPacketFields,
} from './packet/make-packet.js';
export type { Packet } from './packet/packet.js';
export { Host, type Executed, type Sent } from './host/host.js';
export { CommandError } from './host/command-error.js';
export type { Change, Explanation, Miss, TraceStep } from './host/explanation.js';
export type { Deliver, Drop, Failure, Outcome, OutcomeFields, Transmit } from './host/outcome.js';
export type { IcmpError } from './program/ending.js';
export type { LookupPurpose } from './program/place.js';
export type { HookName, TableName } from './netfilter/hook.js';
