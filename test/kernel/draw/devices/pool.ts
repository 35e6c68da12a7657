import { IPV4, IPV6, type Pool } from '../pool.js';
import { inIpv6 } from './ipv6-words.js';

/** Where the devices of these themes are: each has a net of its own, and a part of 20.0.0.0/8 beyond it. */
export const DEVICES4: Pool = {
  ...IPV4,
  prefixes: [
    'default',
    '10.10.0.0/16',
    '10.11.0.0/24',
    '10.0.2.0/24',
    '10.0.1.9',
    '20.0.0.0/8',
    '20.10.0.0/16',
    '20.11.0.0/16',
    '20.12.0.0/16',
    '20.12.3.4',
  ],
  gateways: ['10.0.0.254', '10.0.1.254', '10.0.2.254', '10.10.0.254', '10.11.0.254', '10.12.0.254'],
  own: ['10.0.0.1', '10.0.1.1', '10.0.2.1', '10.10.0.1', '10.11.0.1', '10.12.0.1'],
  senders: ['10.0.0.9', '10.0.1.9', '10.10.0.9', '10.11.0.9', '20.10.0.9', '30.0.0.5', '8.8.8.8'],
  destinations: [
    '10.0.0.1',
    '10.0.1.1',
    '10.0.1.9',
    '10.0.2.9',
    '10.0.2.1',
    '10.10.0.1',
    '10.10.0.9',
    '10.11.0.9',
    '10.11.0.1',
    '10.12.0.9',
    '20.10.1.1',
    '20.11.1.1',
    '20.12.3.4',
    '20.12.9.9',
    '8.8.8.8',
  ],
  sources: ['10.0.0.1', '10.0.1.1', '10.10.0.0/16', '10.11.0.1', '10.0.1.9', '20.0.0.0/8'],
  targets: ['10.0.1.9', '10.0.1.0/24', '20.12.0.0/16', '20.0.0.0/8', '10.10.0.0/16'],
};

/** The same places in IPv6. */
export const DEVICES6: Pool = {
  ...IPV6,
  prefixes: DEVICES4.prefixes.map(inIpv6),
  gateways: DEVICES4.gateways.map(inIpv6),
  own: DEVICES4.own.map(inIpv6),
  senders: DEVICES4.senders.map(inIpv6),
  destinations: DEVICES4.destinations.map(inIpv6),
  sources: DEVICES4.sources.map(inIpv6),
  targets: DEVICES4.targets.map(inIpv6),
  // Kernels without routing of groups answer otherwise about those that are received.
  groups: IPV6.groups.filter((group) => !group.startsWith('ff')),
};
