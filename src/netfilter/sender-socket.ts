import { any, equals, not, type Predicate } from '../predicate/predicate.js';

/** Holds for packets of a program's socket, which has an owner. */
export const OWNED: Predicate = equals('socket', 1);

/** Holds for packets of a socket, be it one of the kernel itself, which nobody owns. Source: `xt_owner`, `nft_socket_eval`. */
export const HAS_SOCKET: Predicate = any([OWNED, equals('kernelSocket', 1)]);

/** Holds for packets of no socket at all. */
export const WITHOUT_SOCKET: Predicate = not(HAS_SOCKET);
