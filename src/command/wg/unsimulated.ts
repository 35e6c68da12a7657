import type { NameOf } from '../../unsimulated-names.js';

/** What `wg` has on Linux and is refused here: docs/not-simulated.md is made of it. */
export const WG_UNSIMULATED = {
  endpoints: ['wg endpoint <host name>'],
} as const;

/** The name of something that `wg` has and is refused. */
export type WgUnsimulated = NameOf<typeof WG_UNSIMULATED>;
