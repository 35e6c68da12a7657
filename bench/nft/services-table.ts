/**
 * The table of a cluster's services as a proxy of services writes it: one verdict map finds the service, its chain draws one of its endpoints,
 * and the endpoint's chain translates the destination.
 */
export function servicesTable(services: number, endpoints: number): string {
  const numbers = Array.from({ length: services }, (_, index) => index);
  const elements = numbers.map(
    (index) => `${serviceAddress(index)} . tcp . 80 : goto service-${index}`,
  );
  return [
    'table ip services {',
    '  map service-addresses {',
    '    type ipv4_addr . inet_proto . inet_service : verdict',
    `    elements = { ${elements.join(',\n')} }`,
    '  }',
    chain('mark-for-masquerade', ['meta mark set meta mark or 0x4000']),
    ...numbers.flatMap((index) => serviceChains(index, endpoints)),
    chain('services', ['ip daddr . meta l4proto . th dport vmap @service-addresses']),
    chain('prerouting', ['type nat hook prerouting priority dstnat;', 'jump services']),
    chain('output', ['type nat hook output priority dstnat;', 'jump services']),
    chain('postrouting', [
      'type nat hook postrouting priority srcnat;',
      'meta mark and 0x4000 != 0 masquerade',
    ]),
    '}\n',
  ].join('\n');
}

/** The address of a service as a number. */
export function serviceWord(index: number): number {
  return 0xac1e0000 + index;
}

function serviceAddress(index: number): string {
  return `172.30.${index >> 8}.${index & 255}`;
}

function serviceChains(service: number, endpoints: number): readonly string[] {
  const numbers = Array.from({ length: endpoints }, (_, index) => index);
  const name = (endpoint: number): string => `endpoint-${service}-${endpoint}`;
  const address = (endpoint: number): string =>
    `10.${128 + endpoint}.${service >> 8}.${service & 255}`;
  return [
    ...numbers.map((endpoint) =>
      chain(name(endpoint), [
        `ip saddr ${address(endpoint)} jump mark-for-masquerade`,
        `meta l4proto tcp dnat to ${address(endpoint)}:8080`,
      ]),
    ),
    chain(`service-${service}`, [
      `ip daddr ${serviceAddress(service)} tcp dport 80 ip saddr != 10.0.0.0/8 jump mark-for-masquerade`,
      `numgen random mod ${endpoints} vmap { ${numbers.map((one) => `${one} : goto ${name(one)}`).join(', ')} }`,
    ]),
  ];
}

function chain(name: string, lines: readonly string[]): string {
  return `  chain ${name} {\n${lines.map((line) => `    ${line}\n`).join('')}  }`;
}
