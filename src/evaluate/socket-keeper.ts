import type { Family } from '../address/family.js';
import { connectedWays, socketKey, type SocketTable } from '../connection/socket.js';
import { SK } from '../packet/sk.js';
import type { ChoiceSocket } from '../program/choice-point.js';
import type { ReadField } from './flow-hash.js';

/** Does what steps and choices say of sockets, for the packets of one walk, on the TCP connections of local sockets. */
export class SocketKeeper {
  /** The connections as the packets leave them. */
  table: SocketTable;

  constructor(table: SocketTable) {
    this.table = table;
  }

  /** The option of a choice by the packet's socket. */
  choose({ family, destination, begun }: ChoiceSocket, read: ReadField): number {
    const sk = this.table.get(socketKey(read, family, destination)) ?? 0;
    return connectedWays(begun).indexOf(begun ? sk : sk & ~SK.begun);
  }

  /** The packet begins a connection, unless it has. */
  open(read: ReadField, family: Family, transparent: boolean): void {
    const key = socketKey(read, family);
    if (this.table.has(key)) return;
    const sk = SK.found | SK.begun | (transparent ? SK.transparent : 0);
    this.table = this.table.set(key, sk);
  }

  /** The packet ends its connection. */
  close(read: ReadField, family: Family): void {
    this.table = this.table.delete(socketKey(read, family));
  }
}
