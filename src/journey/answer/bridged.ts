import { queryRoute } from '../../evaluate/query.js';
import { existingLink } from '../../namespace/namespace.js';
import { hopLimit, defaultTtl } from '../../namespace/sysctl/sysctl.js';
import type { Packet } from '../../packet/packet.js';
import { headerOf } from '../header.js';
import type { Network } from '../network.js';
import type { Bridged } from '../traveller.js';

/**
 * Sends an answer in the name of another host to who sent a frame that br_netfilter has shown to a rule: back by the port by which it came, past all
 * hooks, if there is a route at all. Source: `nf_send_reset`, `nf_send_reset6`.
 */
export function sendBridged(
  network: Network,
  namespace: string,
  answer: Packet,
  { bridge, port, header }: Bridged,
): void {
  const here = network.namespace(namespace);
  const { dst } = answer;
  if (queryRoute(here, { dst }).error !== undefined) return;
  const link = existingLink(here, bridge.index);
  const ttl = dst.family === 4 ? defaultTtl(here) : hopLimit(here, link);
  const traveller = {
    namespace,
    packet: { ...answer, ttl },
    cause: 'reply',
    number: undefined,
  } as const;
  const number = network.note(traveller, {
    kind: 'bridge',
    iif: null,
    dev: port.name,
    ...headerOf(traveller.packet),
  });
  const frame = { to: header.from ?? null, tags: [] };
  network.move({ ...traveller, number }, [
    { kind: 'send', place: { ...bridge, index: port.index }, header: frame },
  ]);
}
