import type { TrackedConnection } from '../connection/association.js';
import { tupleOf, type Following } from '../evaluate/connection-tracker.js';
import type { Tuple } from '../connection/tuple.js';
import type { Registers } from '../evaluate/registers.js';
import type { Packet } from '../packet/packet.js';
import type { Traveller } from './traveller.js';

/** A packet whose walk through a namespace has ended: handed on, delivered or dropped. */
export interface Ended {
  /** As it entered, with what it quotes now. */
  readonly traveller: Traveller;
  /** As it is now. */
  readonly packet: Packet;
  readonly registers: Readonly<Registers>;
  /** The connection that it is of. */
  readonly tracked: TrackedConnection | undefined;
  /** How it is tracked, should it go on in the same namespace. */
  readonly following: () => Following | undefined;
}

/** The ends of a packet as its socket knows them: before it was translated. */
export function endsOf({ tracked, registers, packet }: Ended): Tuple {
  if (tracked === undefined) return tupleOf(registers, packet.dst.family);
  const { original, reply } = tracked.connection;
  return tracked.reply ? reply : original;
}
