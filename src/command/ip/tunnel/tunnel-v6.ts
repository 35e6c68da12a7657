import { Refusal } from '../../refusal.js';
import { EXIT_USAGE, matches, matchesAny, refuseWithUsage } from '../arguments.js';
import type { IpObject } from '../ip-context.js';
import { CARRIES_OF_MODE } from '../link/kind/tunnel/ip6tnl-options.js';
import { addTunnel6, alterTunnel6, deleteTunnel6 } from './modify-tunnel-v6.js';
import { showTunnels6 } from './show-tunnels-v6.js';
import { UNSIMULATED_MODES } from './tunnel-request-v6.js';
import { TUNNEL_USAGE_6 } from './usage.js';

/** `ip -6 tunnel`. Source: ip-tunnel(8), `do_ip6tunnel` of iproute2. */
export const tunnelObject6: IpObject = (context) => {
  const [word, ...argv] = context.argv;
  const inner = { ...context, argv };
  if (word === undefined) return showTunnels6(inner);
  if (matches(word, 'add')) return addTunnel6(inner);
  if (matches(word, 'change')) return alterTunnel6(inner);
  if (matches(word, 'delete')) return deleteTunnel6(inner);
  if (matchesAny(word, 'show', 'lst', 'list')) return showTunnels6(inner);
  if (matches(word, 'help')) refuseWithUsage(TUNNEL_USAGE_6);
  throw new Refusal(EXIT_USAGE, `Command "${word}" is unknown, try "ip -f inet6 tunnel help".\n`);
};

/** Modes that only a tunnel over IPv6 has: whoever asks for one is understood to ask for IPv6. Source: `tunnel_mode_is_ipv6` of iproute2 */
const MODES_6: ReadonlySet<string> = new Set([
  ...CARRIES_OF_MODE.keys(),
  ...UNSIMULATED_MODES.keys(),
]);

/** Reports whether the first mode that a request names is one over IPv6. */
export function asksForIpv6(argv: readonly string[]): boolean {
  return MODES_6.has(argv[argv.indexOf('mode') + 1] ?? '') && argv.includes('mode');
}
