import type { Link } from '../link.js';
import type { Namespace } from '../namespace.js';
import { sysctlSegment } from '../sysctl/sysctl-catalogue.js';
import { newWireguard, type Wireguard } from '../wireguard/wireguard.js';
import { ETHERNET_TRAITS, HARDWARE, type KindTraits } from './kind-traits.js';

/** What only a WireGuard device has. */
export interface WireguardSettings extends Wireguard {
  readonly kind: 'wireguard';
}

/** A WireGuard device: no link layer, so no neighbours. Source: `wg_setup`. */
export const wireguardTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  hardware: HARDWARE.none,
  takesTags: false,
  mtu: [0, 2147483552],
  fresh: {
    lladdr: '',
    broadcastLladdr: '',
    mtuBytes: 1420,
    broadcast: false,
    pointToPoint: true,
    multicast: false,
    arp: false,
    carrier: true,
    carrierKnown: false,
    settings: { kind: 'wireguard', ...newWireguard('') },
  },
  open,
};

/** No redirects are sent, by no device, and there is no link-local address. Source: `wg_open`. */
function open(namespace: Namespace, { name }: Link): Namespace {
  const device = sysctlSegment(name);
  return namespace.update('sysctls', (sysctls) =>
    sysctls
      .set(`net.ipv4.conf.${device}.send_redirects`, '0')
      .set('net.ipv4.conf.all.send_redirects', '0')
      .set(`net.ipv6.conf.${device}.addr_gen_mode`, '1'),
  );
}
