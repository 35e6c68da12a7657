import type { Cause } from '../journey/hop.js';

/** The colour of the packets of each cause. They differ in lightness as well. */
export const CAUSE_COLOURS = {
  sent: '#0550ae',
  reply: '#1a7f37',
  'icmp-error': '#bc4c00',
  copy: '#57606a',
  tunnel: '#8250df',
} as const satisfies Record<Cause, string>;

/** The colour of what is dropped or lost. */
export const LOST_COLOUR = '#cf222e';

/** The colours of the network itself. */
export const NETWORK_COLOURS = {
  text: '#1f2328',
  quiet: '#57606a',
  line: '#8c959f',
  box: '#f6f8fa',
  device: '#ffffff',
  stack: '#ddf4ff',
} as const;
