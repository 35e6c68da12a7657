import { hopLimitTarget } from '../../option/hop-limit.js';

/** The `HL` target, `-j HL --hl-set NUMBER`: changes the hop limit. */
export const hlTarget = hopLimitTarget('HL', {
  family: 6,
  field: 'ip6 hoplimit',
  missing: 'HL: You must specify an action',
});
