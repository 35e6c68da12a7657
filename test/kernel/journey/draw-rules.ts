/** What rules are drawn with. */
export interface Drawing {
  readonly draw: (below: number) => number;
  readonly pick: <Value>(values: readonly [Value, ...Value[]]) => Value;
  readonly chance: (percent: number) => boolean;
}

/** A namespace for which rules are drawn. */
interface Ruled {
  readonly name: string;
  readonly isRouter: boolean;
  /** The number of the last net: that of the server. */
  readonly last: number;
}

/** Rules of a namespace: filters and refusals, marks, translation, of iptables in both families and of nft, and an `ip rule`. */
export function drawRules(ruled: Ruled, drawing: Drawing): string[] {
  const { name } = ruled;
  const { draw, pick, chance } = drawing;
  const rules = [
    ...drawTables(ruled, drawing, TOOLS[4]),
    ...(chance(60) ? drawTables(ruled, drawing, TOOLS[6]) : []),
    ...(chance(35) ? drawNft(ruled, drawing) : []),
  ];
  const ip = [
    ...(chance(20) ? [`rule add fwmark ${1 + draw(2)} prohibit`] : []),
    ...(chance(10) ? [`-6 rule add fwmark ${1 + draw(2)} unreachable`] : []),
    ...(chance(10) ? [`rule add to 10.0.0.0/24 ipproto icmp blackhole`] : []),
    // Some answers ask for the device of what they answer.
    ...(chance(12)
      ? [`${pick(['-4', '-6'])} rule add oif ${pick(['left', 'right'])} prohibit`]
      : []),
  ];
  return [
    ...rules.map((rule) => `ip netns exec ${name} ${rule}`),
    ...ip.map((words) => `ip -n ${name} ${words}`),
  ];
}

/** What differs between iptables and ip6tables. */
interface Tool {
  readonly tool: string;
  readonly icmp: string;
  readonly refusals: readonly [string, ...string[]];
  /** The server, with a port. */
  readonly server: (last: number, port: number) => string;
  /** The address of a router on the net before it. */
  readonly own: (place: number) => string;
}

const TOOLS: Readonly<Record<4 | 6, Tool>> = {
  4: {
    tool: 'iptables',
    icmp: 'icmp',
    refusals: [
      'net-unreachable',
      'host-unreachable',
      'proto-unreachable',
      'port-unreachable',
      'net-prohibited',
      'host-prohibited',
      'admin-prohibited',
    ].map((kind) => `icmp-${kind}`) as [string, ...string[]],
    server: (last, port) => `10.${last}.0.2:${port}`,
    own: (place) => `10.${place}.0.1`,
  },
  6: {
    tool: 'ip6tables',
    icmp: 'icmpv6 --icmpv6-type echo-request',
    refusals: ['no-route', 'adm-prohibited', 'addr-unreachable', 'port-unreachable'].map(
      (kind) => `icmp6-${kind}`,
    ) as [string, ...string[]],
    server: (last, port) => `'[fd0${last}::2]:${port}'`,
    own: (place) => `fd0${place}::1`,
  },
};

function drawTables(
  { name, isRouter, last }: Ruled,
  { draw, pick, chance }: Drawing,
  { tool, icmp, refusals, server, own }: Tool,
): string[] {
  const rules: string[] = [];
  const add = (percent: number, ...words: readonly string[]): void => {
    if (chance(percent)) rules.push(...words.map((rule) => `${tool} ${rule}`));
  };
  const match = (): string =>
    pick([
      '-p udp --dport 1000',
      '-p tcp --dport 1001',
      '-p tcp --sport 80',
      `-p ${icmp}`,
      '-p udp --sport 53',
      '-p tcp --dport 81',
    ]);
  const target = (): string => pick(['DROP', 'REJECT', `REJECT --reject-with ${pick(refusals)}`]);
  const filtered = isRouter ? 'FORWARD' : 'INPUT';
  add(35, `-A ${isRouter ? 'FORWARD' : pick(['INPUT', 'OUTPUT'])} ${match()} -j ${target()}`);
  add(20, `-A ${filtered} -p tcp --dport 1001 -j REJECT --reject-with tcp-reset`);
  add(12, `-A OUTPUT ${match()} -j ${target()}`);
  if (isRouter) {
    const place = Number(name.slice(1));
    add(
      30,
      '-I FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      '-A FORWARD -m conntrack --ctstate INVALID -j DROP',
    );
    add(25, '-t nat -A POSTROUTING -o right -j MASQUERADE');
    add(25, `-t nat -A PREROUTING -p tcp --dport 81 -j DNAT --to-destination ${server(last, 80)}`);
    add(
      15,
      `-t nat -A PREROUTING -p udp --dport 1000 -j DNAT --to-destination ${server(last, pick([53, 55]))}`,
    );
    add(12, '-t nat -A PREROUTING -p udp --dport 1002 -j REDIRECT --to-ports 53');
    add(12, `-t nat -A POSTROUTING -p udp --dport 54 -j SNAT --to-source ${own(place)}`);
  } else {
    add(10, `-t nat -A OUTPUT -p tcp --dport 81 -j DNAT --to-destination ${server(last, 80)}`);
  }
  add(25, `-t mangle -A PREROUTING -j MARK --set-mark ${1 + draw(2)}`);
  add(
    15,
    '-t mangle -A PREROUTING -j CONNMARK --restore-mark',
    '-t mangle -A POSTROUTING -j CONNMARK --save-mark',
  );
  add(15, `-t mangle -A OUTPUT -p ${icmp} -j MARK --set-mark 2`);
  return rules;
}

/** Chains of nft beside those of iptables. */
function drawNft({ isRouter }: Ruled, { draw, pick, chance }: Drawing): string[] {
  const hook = isRouter ? 'forward' : pick(['input', 'output']);
  const verdict = (): string =>
    pick([
      'drop',
      'reject',
      'reject with icmpx host-unreachable',
      'reject with icmpx admin-prohibited',
      'meta mark set 1',
      'accept',
    ]);
  const match = (): string =>
    pick([
      'udp dport 1000',
      'tcp dport 1001',
      'meta l4proto { icmp, ipv6-icmp } ct state new',
      'ct state invalid',
      'udp sport 53',
      'ip ttl < 3',
      'ip6 hoplimit < 3',
      // Else it would take neighbour discovery: that a neighbour is not found takes longer than is waited.
      'meta l4proto { tcp, udp } meta mark 1',
    ]);
  const add = (chain: string, rule: string): string => `nft 'add rule inet own ${chain} ${rule}'`;
  return [
    'nft add table inet own',
    `nft 'add chain inet own mine { type filter hook ${hook} priority ${pick([-10, 10])} ; }'`,
    add('mine', `${match()} ${verdict()}`),
    ...(chance(50) ? [add('mine', `${match()} ${verdict()}`)] : []),
    ...(chance(30) ? [add('mine', 'tcp dport 1001 reject with tcp reset')] : []),
    ...(chance(40)
      ? [
          `nft 'add chain inet own first { type filter hook prerouting priority -150 ; }'`,
          add('first', `meta l4proto ${pick(['tcp', 'udp'])} meta mark set ${1 + draw(2)}`),
        ]
      : []),
    ...(isRouter && chance(40)
      ? [
          `nft 'add chain inet own moves { type nat hook prerouting priority -101 ; }'`,
          add('moves', 'tcp dport 1002 redirect to :80'),
        ]
      : []),
  ];
}
