import type { Family } from '../address/family.js';
import { socketKey, type SocketTable } from '../connection/socket.js';
import type { ChoiceSocket } from '../program/choice-point.js';
import type { ReadField } from './flow-hash.js';

/** Does what steps and choices say of sockets, for the packets of one walk, on the TCP connections of local sockets. */
export class SocketKeeper {
  /** The connections as the packets leave them. */
  table: SocketTable;

  constructor(table: SocketTable) {
    this.table = table;
  }

  /** The option of a choice by the packet's socket: 0 without one, 2 for one that is transparent, else 1. */
  choose({ family, destination }: ChoiceSocket, read: ReadField): number {
    const transparent = this.table.get(socketKey(read, family, destination));
    if (transparent === undefined) return 0;
    return transparent ? 2 : 1;
  }

  /** The packet begins a connection, unless it has. */
  open(read: ReadField, family: Family, transparent: boolean): void {
    const key = socketKey(read, family);
    if (!this.table.has(key)) this.table = this.table.set(key, transparent);
  }

  /** The packet ends its connection. */
  close(read: ReadField, family: Family): void {
    this.table = this.table.delete(socketKey(read, family));
  }
}
