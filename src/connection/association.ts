import type { Connection } from './connection.js';
import type { Tuple } from './tuple.js';

/** A connection, and the direction in which a packet goes in it. */
export interface TrackedConnection {
  /** Its id is 0 while it is not in the table: no packet of it has got through yet. */
  readonly connection: Connection;
  readonly reply: boolean;
}

/** What a packet that another one caused has to do with connections before it is tracked. */
export interface Association {
  /** It was made here about a packet of that connection, and is RELATED to it. Source: `nf_conntrack_attach`. */
  readonly attached?: TrackedConnection | undefined;
  /** The packet that it quotes, an ICMP error: it is RELATED to the connection of that one. Source: `nf_conntrack_inet_error`. */
  readonly quote?: Tuple | undefined;
  /** Tracking doesn't read what it quotes: it is related to nothing. */
  readonly quoteUnread?: true;
}

/** The id of a connection that is not in the table. */
export const UNCONFIRMED = 0;
