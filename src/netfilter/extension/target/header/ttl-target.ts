import { hopLimitTarget } from '../../option/hop-limit.js';

/** The `TTL` target, `-j TTL --ttl-set NUMBER`: changes the TTL. */
export const ttlTarget = hopLimitTarget('TTL', {
  family: 4,
  field: 'ip ttl',
  missing: 'TTL: You must specify an action',
});
