import { drawRules, type Drawing } from './draw-rules.js';

/** A network that was drawn: a script, and what is asked of it. */
export interface DrawnNetwork {
  readonly setup: string;
  readonly requests: readonly string[];
}

/** Numbers from 0 up to a bound, the same for every seed. Source: mulberry32. */
export function makeDraw(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/**
 * Draws a chain of namespaces, from a client over one to three routers to a server, in both families, with filters, translation, marks, rules, source
 * checks, second cables and bridges with hosts of their own here and there, and packets both ways.
 */
export function drawNetwork(seed: number, packets: number): DrawnNetwork {
  const draw = makeDraw(seed);
  const pick: Drawing['pick'] = (values) => values[draw(values.length)] ?? values[0];
  const chance: Drawing['chance'] = (percent) => draw(100) < percent;
  const routers = Array.from({ length: 1 + draw(3) }, (_, index) => `r${index + 1}`);
  const names = ['client', ...routers, 'server'];
  const lines = names.flatMap((name) => [`ip netns add ${name}`, `ip -n ${name} link set lo up`]);
  const inside = (name: string, command: string): void => {
    lines.push(`ip netns exec ${name} ${command}`);
  };
  const hosts: BridgedHost[] = [];
  const entries: string[] = [];
  const seconds = new Set<number>();
  const redirecting = new Set<number>();
  for (let link = 0; link + 1 < names.length; link += 1) {
    const [near = '', far = ''] = names.slice(link, link + 2);
    const lladdr = `02:00:00:00:1${link}`;
    lines.push(
      `ip link add right address ${lladdr}:01 netns ${near} type veth peer name left netns ${far}`,
    );
    const bridged = chance(25) && link + 2 < names.length;
    if (bridged) {
      lines.push(`ip -n ${far} link add br0 address ${lladdr}:02 type bridge`);
      lines.push(`ip -n ${far} link set br0 up`, `ip -n ${far} link set left master br0`);
      if (chance(50)) redirecting.add(link);
      const [v4, v6] = [draw(2), draw(2)];
      inside(far, `sysctl -qw net.bridge.bridge-nf-call-iptables=${v4}`);
      inside(far, `sysctl -qw net.bridge.bridge-nf-call-ip6tables=${v6}`);
      for (let port = 3; port < 3 + draw(3); port += 1) {
        const host = `h${link}${port}`;
        hosts.push({ host, link, port });
        const linked = redirecting.has(link);
        lines.push(
          ...hostLines({ host, link, port, knowing: chance(60), linked }, far, names.length - 1),
        );
        // A wrong entry leads right once the host has answered who asks for it.
        const at = pick(['left', `p${port}`]);
        const words = at === 'left' ? 'static' : pick(['static', 'static sticky', 'dynamic']);
        const entry = `02:00:00:00:2${link}:0${port} dev ${at} master ${words}`;
        if (chance(35)) entries.push(`bridge -n ${far} fdb replace ${entry}`);
        if (chance(20)) {
          const flag = pick(['isolated on', 'hairpin on', 'flood off']);
          entries.push(`bridge -n ${far} link set dev p${port} ${flag}`);
          if (flag === 'isolated on') break;
        }
      }
    }
    const into = bridged ? 'br0' : 'left';
    lines.push(`ip -n ${near} link set right up`, `ip -n ${far} link set left up`);
    // So that the first address of a device is not the one that its routes prefer.
    if (chance(40)) lines.push(`ip -n ${far} addr add 10.3${link}.0.2/24 dev ${into}`);
    lines.push(`ip -n ${near} addr add 10.${link}.0.1/24 dev right`);
    lines.push(`ip -n ${far} addr add 10.${link}.0.2/24 dev ${into}`);
    lines.push(`ip -n ${near} addr add fd0${link}::1/64 dev right nodad`);
    lines.push(`ip -n ${far} addr add fd0${link}::2/64 dev ${into} nodad`);
    if (!chance(25)) continue;
    seconds.add(link);
    lines.push(...secondCable({ near, far, link, into }));
    // Even what is near goes back another way.
    if (chance(40)) lines.push(`ip -n ${far} route add 10.${link}.0.1/32 via 10.2${link}.0.1`);
  }
  const last = names.length - 2;
  for (const [place, name] of names.entries()) {
    const isRouter = place > 0 && place <= last;
    if (isRouter && !chance(4))
      inside(name, 'sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1');
    for (let net = 0; net <= last; net += 1) {
      if (net === place || net === place - 1 || chance(6)) continue;
      const [link, end] = net > place ? [place, 2] : [place - 1, 1];
      const cable = seconds.has(link) && chance(50) ? `2${link}` : String(link);
      const [v4, v6] = [`10.${cable}.0.${end}`, `fd${cable.padStart(2, '0')}::${end}`];
      lines.push(`ip -n ${name} route add 10.${net}.0.0/24 via ${v4}`);
      // Only a router that is known by its link-local address is named to others.
      const linked = net < place && cable === String(link) && redirecting.has(link);
      const via = linked ? `fe80::ff:fe00:1${link}01 dev br0` : v6;
      lines.push(`ip -n ${name} route add fd0${net}::/64 via ${via}`);
    }
    if (isRouter) {
      const kind = pick(['unreachable', 'prohibit', 'blackhole', 'throw']);
      lines.push(`ip -n ${name} route add ${kind} 10.9.0.0/24`);
      const kind6 = pick(['unreachable', 'prohibit', 'blackhole', 'throw']);
      lines.push(`ip -n ${name} route add ${kind6} fd09::/64`);
      if (chance(30)) inside(name, `sysctl -qw net.ipv4.conf.all.rp_filter=${1 + draw(2)}`);
    }
    if (chance(25))
      inside(
        name,
        `sysctl -qw net.ipv4.fwmark_reflect=${draw(2)} net.ipv4.tcp_fwmark_accept=${draw(2)} net.ipv6.fwmark_reflect=${draw(2)}`,
      );
    if (chance(8)) inside(name, 'sysctl -qw net.ipv4.icmp_echo_ignore_all=1');
    if (chance(15)) inside(name, 'sysctl -qw net.ipv4.icmp_errors_use_inbound_ifaddr=1');
    lines.push(...drawRules({ name, isRouter, last }, { draw, pick, chance }));
  }
  lines.push(...entries);
  const client = names[0] ?? 'client';
  lines.push(`ip -n ${client} route add 10.9.0.0/24 via 10.0.0.2`);
  lines.push(`ip -n ${client} route add fd09::/64 via fd00::2`);
  const requests: object[] = ['client', 'server', ...hosts.map(({ host }) => host)].flatMap(
    (ns) => [
      { ns, listen: { protocol: 'tcp', port: 80 } },
      { ns, listen: { protocol: 'udp', port: 53, answers: true } },
      { ns, listen: { protocol: 'udp', port: 54 } },
    ],
  );
  for (let number = 0; number < packets; number += 1) {
    const ns = pick(['client', 'client', 'server', ...names, ...hosts.map(({ host }) => host)]);
    const six = chance(30);
    const net = draw(last + 1);
    const host = 1 + draw(2 + hosts.filter(({ link }) => link === net).length);
    const nowhere = chance(8);
    const dst = six
      ? `fd0${nowhere ? 9 : net}::${nowhere ? 1 : host}`
      : nowhere
        ? '10.9.0.1'
        : `10.${net}.0.${host}`;
    const protocol = pick(['tcp', 'udp', 'icmp']);
    const ports = { dport: pick([80, 53, 54, 81, 1000, 1001, 1002]), sport: 42001 + number };
    requests.push({
      ns,
      dst,
      protocol,
      ...(protocol === 'icmp' ? { icmpId: draw(3) } : ports),
      ...(chance(20) ? { ttl: 1 + draw(4) } : {}),
      ...(chance(25) ? { tos: pick([8, 16, 40, 184, 187]) } : {}),
      ...(chance(25) ? { mark: 1 + draw(2) } : {}),
    });
  }
  return {
    setup: lines.map((line) => `${line}\n`).join(''),
    requests: requests.map((request) => JSON.stringify(request)),
  };
}

/** A host on another port of a router's bridge. */
interface BridgedHost {
  readonly host: string;
  readonly link: number;
  readonly port: number;
}

interface HostLines extends BridgedHost {
  /** It knows the better router for each net. */
  readonly knowing: boolean;
  /** It knows its routers of IPv6 by their link-local addresses. */
  readonly linked: boolean;
}

/** What makes such a host. One that knows the better router for each net is redirected by nobody; in IPv6 each does that knows routers by their other addresses. */
function hostLines(
  { host, link, port, knowing, linked }: HostLines,
  far: string,
  nets: number,
): string[] {
  const others = Array.from({ length: nets }, (_, net) => net).filter((net) => net !== link);
  return [
    `ip netns add ${host}`,
    `ip -n ${host} link set lo up`,
    `ip link add eth0 address 02:00:00:00:2${link}:0${port} netns ${host} type veth peer name p${port} netns ${far}`,
    `ip -n ${far} link set p${port} master br0`,
    `ip -n ${far} link set p${port} up`,
    `ip -n ${host} link set eth0 up`,
    `ip -n ${host} addr add 10.${link}.0.${port}/24 dev eth0`,
    `ip -n ${host} addr add fd0${link}::${port}/64 dev eth0 nodad`,
    ...others.flatMap((net) => {
      const router = net < link ? 1 : 2;
      return [
        `ip -n ${host} route add 10.${net}.0.0/24 via 10.${link}.0.${knowing ? router : 2}`,
        linked
          ? `ip -n ${host} route add fd0${net}::/64 via fe80::ff:fe00:1${link}0${knowing ? router : 2} dev eth0`
          : `ip -n ${host} route add fd0${net}::/64 via fd0${link}::${router}`,
      ];
    }),
  ];
}

/**
 * Another cable between two namespaces, which routes may take one way or both. The ends know each other: what asks for them over the wrong cable is not answered
 * by who checks sources, which takes longer than is waited.
 */
function secondCable({
  near,
  far,
  link,
  into,
}: Record<'near' | 'far' | 'into', string> & { readonly link: number }): string[] {
  const lines = [
    `ip link add right2 netns ${near} type veth peer name left2 netns ${far}`,
    `ip -n ${near} link set right2 up`,
    `ip -n ${far} link set left2 up`,
    `ip -n ${near} addr add 10.2${link}.0.1/24 dev right2`,
    `ip -n ${far} addr add 10.2${link}.0.2/24 dev left2`,
    `ip -n ${near} addr add fd2${link}::1/64 dev right2 nodad`,
    `ip -n ${far} addr add fd2${link}::2/64 dev left2 nodad`,
  ];
  const cables = [
    { net: `10.${link}.0`, from: 'right', to: into },
    { net: `10.2${link}.0`, from: 'right2', to: 'left2' },
  ];
  for (const [place, { net, from, to }] of cables.entries()) {
    const lladdr = `02:00:00:00:0${place}`;
    lines.push(
      `ip -n ${near} link set ${from} address ${lladdr}:01`,
      `ip -n ${far} link set ${to} address ${lladdr}:02`,
      `ip -n ${near} neigh add ${net}.2 lladdr ${lladdr}:02 dev ${from}`,
      `ip -n ${far} neigh add ${net}.1 lladdr ${lladdr}:01 dev ${to}`,
    );
  }
  return lines;
}
