import { Refusal } from '../../refusal.js';
import {
  EXIT_USAGE,
  matches,
  matchesAny,
  refuseNotSimulated,
  refuseWithUsage,
} from '../arguments.js';
import type { IpObject } from '../ip-context.js';
import { addTunnel } from './add-tunnel.js';
import { alterTunnel } from './change-tunnel.js';
import { deleteTunnel } from './delete-tunnel.js';
import { showTunnels } from './show-tunnels.js';
import { asksForIpv6, tunnelObject6 } from './tunnel-v6.js';
import { TUNNEL_USAGE } from './usage.js';

/** `ip tunnel`. Source: ip-tunnel(8), `do_iptunnel` of iproute2. */
export const tunnelObject: IpObject = (context) => {
  if (context.family === 6 || asksForIpv6(context.argv)) {
    return tunnelObject6({ ...context, family: 6 });
  }
  const [word, ...argv] = context.argv;
  const inner = { ...context, argv };
  if (word === undefined) return showTunnels(inner);
  if (matches(word, 'add')) return addTunnel(inner);
  if (matches(word, 'change')) return alterTunnel(inner);
  if (matches(word, 'delete')) return deleteTunnel(inner);
  if (matchesAny(word, 'show', 'lst', 'list')) return showTunnels(inner);
  if (matches(word, 'prl')) refuseNotSimulated('ip tunnel prl');
  if (matches(word, '6rd')) refuseNotSimulated('ip tunnel 6rd');
  if (matches(word, 'help')) refuseWithUsage(TUNNEL_USAGE);
  throw new Refusal(EXIT_USAGE, `Command "${word}" is unknown, try "ip tunnel help"\n`);
};
