/** Words of every tunnel that nexthop doesn't simulate. */
export const UNSIMULATED_TUNNEL_WORDS: ReadonlySet<string> = new Set([
  'external',
  'noencap',
  'encap',
  'encap-sport',
  'encap-dport',
  'encap-csum',
  'noencap-csum',
  'encap-udp6-csum',
  'noencap-udp6-csum',
  'encap-remcsum',
  'noencap-remcsum',
]);
