import fc from 'fast-check';

/** The words of one address family that scripts are made of: few, so that they overlap and meet. */
export interface Pool {
  readonly family: 4 | 6;
  readonly prefixes: readonly string[];
  readonly gateways: readonly string[];
  /** Addresses of this host: the first three are those that it starts with. */
  readonly own: readonly string[];
  /** Sources of received packets. */
  readonly senders: readonly string[];
  /** Destinations of packets. */
  readonly destinations: readonly string[];
  /** Destinations that only a received packet has. */
  readonly groups: readonly string[];
  /** Destinations that only a sent packet has: broadcasts and groups, some of which come back to their sender. */
  readonly heard: readonly string[];
  /** What `from` names. */
  readonly sources: readonly string[];
  /** What `to` names. */
  readonly targets: readonly string[];
  /** What a rule's `tos` names. */
  readonly toses: readonly string[];
}

export const DEVICES = ['eth0', 'eth1', 'eth2'] as const;
const TABLES = ['main', '100', '101', 'local', 'default'] as const;
const MARKS = ['0', '1', '2', '0x10', '0x1/0xf', '0x12/0xf0', '0xffffffff'] as const;
export const devices = fc.constantFrom(...DEVICES);
export const tables = fc.constantFrom(...TABLES);
export const marks = fc.constantFrom(...MARKS);
export const protocols = fc.constantFrom('udp', 'tcp');
export const ports = fc.constantFrom(25, 53, 80, 1000);
/** Never one of `ports`: a TCP socket that connects to its own address and port answers itself. */
export const sports = fc.constantFrom(7, 2000);

export const IPV4: Pool = {
  family: 4,
  prefixes: [
    'default',
    '0.0.0.0/1',
    '10.0.0.0/8',
    '10.0.1.0/24',
    '10.0.1.128/25',
    '10.0.2.1',
    '20.0.0.0/8',
    '20.1.0.0/16',
    '20.1.2.0/24',
    '20.1.2.3',
    '127.5.0.0/16',
  ],
  gateways: [
    '10.0.0.254',
    '10.0.0.253',
    '10.0.1.254',
    '10.0.1.200',
    '10.0.9.254',
    '10.0.2.254',
    '10.0.1.1',
    '20.1.2.9',
    '10.0.0.255',
  ],
  own: ['10.0.0.1', '10.0.1.1', '10.0.2.1', '127.0.0.1', '99.9.9.9'],
  senders: [
    '10.0.0.9',
    '10.0.1.9',
    '30.0.0.5',
    '20.1.2.3',
    '10.0.0.1',
    '127.0.0.1',
    '0.0.0.0',
    '8.8.8.8',
    '10.0.1.255',
    '224.0.0.7',
    '240.0.0.1',
    '255.255.255.255',
    '0.0.0.7',
    '10.0.0.0',
  ],
  destinations: [
    '20.1.2.3',
    '20.1.2.9',
    '20.1.9.9',
    '20.9.9.9',
    '8.8.8.8',
    '10.0.0.1',
    '10.0.2.1',
    '10.0.1.9',
    '10.0.1.200',
    '10.0.0.254',
    '127.0.0.1',
    '127.5.5.5',
    '30.0.0.1',
  ],
  groups: [
    '10.0.1.255',
    '255.255.255.255',
    '0.0.0.0',
    '224.0.0.1',
    '224.0.0.5',
    '239.1.1.1',
    '240.0.0.1',
    '127.9.9.9',
    '10.0.0.0',
    '0.0.0.9',
    '169.254.9.9',
  ],
  heard: ['10.0.0.255', '10.0.1.255', '10.0.2.255', '255.255.255.255', '224.0.0.1', '224.0.0.9'],
  sources: ['10.0.0.1', '10.0.0.0/16', '30.0.0.0/8', 'all'],
  targets: ['20.1.0.0/16', '20.1.2.3', '10.0.1.0/24', '8.8.8.8'],
  toses: ['0x10', '0x08', '0x04', '0x1c'],
};

export const IPV6: Pool = {
  family: 6,
  prefixes: [
    'default',
    '2000::/3',
    'fd00:1::/64',
    'fd00:1::80/121',
    'fd00:2::1',
    '2001:db8::/32',
    '2001:db8:1::/48',
    '2001:db8:1:2::/64',
    '2001:db8:1:2::3',
    'fd00::/16',
  ],
  gateways: [
    'fd00:0::fe',
    'fd00:0::fd',
    'fd00:1::fe',
    'fd00:1::c8',
    'fd00:2::fe',
    'fd00:1::1',
    '2001:db8:1:2::9',
    'fe80::fe',
  ],
  own: ['fd00::1', 'fd00:1::1', 'fd00:2::1', '::1', '2001:db8:9::9'],
  senders: [
    'fd00::9',
    'fd00:1::9',
    '2001:db8:3::5',
    '2001:db8:1:2::3',
    'fd00::1',
    '::1',
    '2001:db8:8::8',
    'fe80::9',
    '::',
    'ff02::9',
    '::ffff:10.0.0.9',
    'fd00:1::',
  ],
  destinations: [
    '2001:db8:1:2::3',
    '2001:db8:1:2::9',
    '2001:db8:1:9::9',
    '2001:db8:9::9',
    '2001:4860::8',
    'fd00::1',
    'fd00:2::1',
    'fd00:1::9',
    'fd00:1::c8',
    'fd00::fe',
    '::1',
    '2001:db8:3::1',
  ],
  groups: [
    'fd00:1::',
    'fd00:9::1',
    'ff02::1',
    'ff02::1:ff00:1',
    'ff02::1:ff00:9',
    'ff01::1',
    'ff05::2',
    'ff0e::1',
    '::',
    '::ffff:10.0.0.1',
    'fe80::9',
  ],
  heard: ['ff02::1', 'ff02::1:ff00:1', 'ff01::1', 'ff02::2', 'ff05::5'],
  sources: ['fd00::1', 'fd00::/32', '2001:db8:3::/48', 'all'],
  targets: ['2001:db8:1::/48', '2001:db8:1:2::3', 'fd00:1::/64', '2001:4860::8'],
  toses: ['0x10', '0x08', '0x04', '0x1c', '0xb8', '0x20'],
};
