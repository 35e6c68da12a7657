export { addresses } from './addresses.js';
export { prefixes, prefixLists } from './prefixes.js';
export { marks } from './marks.js';
export { packets, type PacketsOptions } from './packets.js';
export { packetsFor } from './packets-for.js';
