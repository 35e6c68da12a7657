const PRIVATE = 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=';
const PEER = 'xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=';

/** Commands of wg(8). */
export const WG_COMMANDS: readonly (readonly string[])[] = [
  ['wg'],
  ['wg', 'show', 'all'],
  ['wg', 'show', 'wg0', 'dump'],
  ['wg', 'show', 'interfaces'],
  ['wg', 'showconf', 'wg0'],
  ['wg', 'set', 'wg0', 'listen-port', '51820', 'fwmark', '0xca6c'],
  ['wg', 'set', 'wg0', 'peer', PEER, 'allowed-ips', '0.0.0.0/0,::/0'],
  [
    'wg',
    'set',
    'wg0',
    'peer',
    PEER,
    'endpoint',
    '[2001:db8::1]:51820',
    'persistent-keepalive',
    '25',
  ],
  ['wg', 'set', 'wg0', 'peer', PEER, 'endpoint', '192.0.2.1:51820', 'allowed-ips', '10.6.0.2/32'],
  ['wg', 'set', 'wg0', 'peer', PEER, 'remove'],
  ['wg', 'pubkey'],
];

/** Files that `wg setconf` reads. */
export const WG_CONFIGURATIONS: readonly string[] = [
  `[Interface]\nPrivateKey = ${PRIVATE}\nListenPort = 51820\nFwMark = 0xca6c\n`,
  `[Interface]\nPrivateKey = ${PRIVATE}\n\n[Peer]\nPublicKey = ${PEER}\nAllowedIPs = 10.6.0.2/32, fd00::/64\nEndpoint = 192.0.2.1:51820\nPersistentKeepalive = 25\n`,
];
