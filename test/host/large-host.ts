import { Host } from '../../src/host/host.js';

/** What a host has, so that to prepare it takes some time. */
export interface LargeParts {
  /** Rules of chain OUTPUT, no two alike. */
  readonly rules?: number;
  /** Networks of a set that a rule asks for. */
  readonly networks?: number;
  /** Routes, by turns over two gateways. */
  readonly routes?: number;
}

/** A host with many parts, made anew each time: nothing of it is known yet. */
export function largeHost({ rules = 0, networks = 0, routes = 0 }: LargeParts): Host {
  let host = Host.fromCommands(`
    ip link add eth0 type dummy
    ip link set eth0 up
    ip addr add 192.168.1.23/24 dev eth0
    ip addr add 2001:db8::23/64 dev eth0 nodad
    ip route add default via 192.168.1.1
    ip route add default via 2001:db8::1
  `);
  host = read(host, ['ip', '-batch', '-'], numbers(routes, routeAt));
  const entries = numbers(networks, (at) => `add many 172.${at >> 8}.${at & 255}.0/25`);
  host = read(host, ['ipset', 'restore'], ['create many hash:net', ...entries]);
  const rows = numbers(
    rules,
    (at) => `-A OUTPUT -p udp --dport ${at + 1} -m mark --mark ${at + 9} -j DROP`,
  );
  const table = [':OUTPUT ACCEPT [0:0]', ...rows, '-A OUTPUT -m set --match-set many dst -j DROP'];
  return read(host, ['iptables-restore'], ['*filter', ...table, 'COMMIT']);
}

function routeAt(at: number): string {
  return `route add 10.${at >> 8}.${at & 255}.0/24 via 192.168.1.${1 + (at % 2)}`;
}

function numbers(count: number, line: (at: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, at) => line(at));
}

function read(host: Host, words: readonly string[], lines: readonly string[]): Host {
  const { host: after, exit, stderr } = host.exec(words, lines.map((line) => `${line}\n`).join(''));
  if (exit !== 0) throw new Error(stderr);
  return after;
}
