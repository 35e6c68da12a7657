import fc from 'fast-check';
import type { Pool } from '../pool.js';
import { marks, protocols } from '../pool.js';
import { after, maybe, weighted, words } from '../words.js';

/** What a theme about devices has, by name. */
export interface Named {
  readonly pool: Pool;
  /** Devices that its commands and packets name. */
  readonly devices: readonly string[];
  /** Tables of its VRFs, and others. */
  readonly tables: readonly string[];
}

/** Routes by the devices of a theme. */
export function deviceRoutes({ pool, devices, tables }: Named): fc.Arbitrary<string> {
  const device = after('dev', fc.constantFrom(...devices));
  const start = pool.family === 4 ? 'ip route' : 'ip -6 route';
  const key = words(
    fc.constantFrom(...pool.prefixes),
    maybe(after('metric', fc.constantFrom(5, 10))),
    maybe(after('table', fc.constantFrom(...tables))),
  );
  const target = weighted(
    [3, words(after('via', fc.constantFrom(...pool.gateways)), maybe(device))],
    [3, words(device, maybe(after('scope', fc.constantFrom('link', 'global'))))],
  );
  return weighted(
    [
      6,
      words(
        start,
        fc.constantFrom('add', 'add', 'replace', 'append', 'del'),
        key,
        target,
        maybe(after('src', fc.constantFrom(...pool.own)), 0.5),
      ),
    ],
    [1, words(start, 'add', fc.constantFrom('blackhole', 'unreachable', 'prohibit', 'throw'), key)],
  );
}

/** Rules that select by the devices of a theme, and by what tunnels make of packets. */
export function deviceRules({ pool, devices, tables }: Named): fc.Arbitrary<string> {
  const start = pool.family === 4 ? 'ip rule' : 'ip -6 rule';
  const selector = words(
    maybe(fc.constant('not'), 0.5),
    maybe(after('from', fc.constantFrom(...pool.sources))),
    maybe(after('to', fc.constantFrom(...pool.targets))),
    maybe(after('iif', fc.constantFrom('lo', ...devices))),
    maybe(after('oif', fc.constantFrom(...devices))),
    maybe(after('fwmark', marks), 2),
    maybe(after('ipproto', fc.oneof(protocols, fc.constantFrom('4', '47', '41'))), 0.5),
    maybe(after('dport', fc.constantFrom('53', '51820', '25-80')), 0.5),
    maybe(after('uidrange', fc.constantFrom('0-0', '1000-2000')), 0.5),
  );
  const action = weighted(
    [6, after('lookup', fc.constantFrom(...tables))],
    [1, fc.constantFrom('blackhole', 'unreachable', 'prohibit')],
    [1, words('lookup main', after('suppress_prefixlength', fc.constantFrom(0, 8, 16)))],
  );
  const priority = after('pref', fc.constantFrom(10, 20, 999, 1001, 32765));
  return weighted(
    [6, words(start, 'add', priority, selector, action)],
    [1, words(start, 'del', priority)],
    [0.3, fc.constant(`${start} del pref 1000`)],
    [0.3, fc.constant(`${start} add pref 1000 l3mdev`)],
  );
}

/** Marks and verdicts that go by the devices of a theme. */
export function deviceChains({ pool, devices }: Named): fc.Arbitrary<string> {
  const start = pool.family === 4 ? 'iptables' : 'ip6tables';
  const device = fc.constantFrom(...devices);
  const incoming = maybe(after('-i', device), 2);
  const outgoing = maybe(after('-o', device), 2);
  const match = weighted(
    [3, fc.constant('')],
    [1, after('-p', fc.constantFrom('udp', 'tcp', '4', '47', '41'))],
    [1, after('-m mark --mark', marks)],
    [0.5, fc.constant('-m owner --socket-exists')],
    [0.5, fc.constant('-m owner --uid-owner 1000')],
    [1, after('-d', fc.constantFrom(...pool.targets))],
  );
  const mark = after('-j MARK --set-mark', fc.constantFrom('1', '2', '0x10', '0x12'));
  const verdict = fc.constantFrom('-j DROP', '-j ACCEPT', '');
  const mangle = weighted<string>(
    [3, words('PREROUTING', incoming, match, mark)],
    [3, words('OUTPUT', outgoing, match, mark)],
    [1, words('INPUT', incoming, match, verdict)],
    [1, words('FORWARD', incoming, outgoing, match, weighted([1, mark], [1, verdict]))],
    [2, words('POSTROUTING', outgoing, match, weighted([2, mark], [1, fc.constant('')]))],
  );
  return weighted(
    [6, words(`${start} -t mangle -A`, mangle)],
    [1, words(`${start} -A OUTPUT`, outgoing, match, verdict)],
    [1, words(`${start} -A FORWARD`, incoming, outgoing, match, verdict)],
    [0.7, fc.constant(`${start} -t mangle -F`)],
  );
}

const SETTINGS: Readonly<Record<Pool['family'], readonly string[]>> = {
  4: [
    'rp_filter=1',
    'rp_filter=2',
    'rp_filter=0',
    'forwarding=0',
    'ignore_routes_with_linkdown=1',
    'src_valid_mark=1',
  ],
  6: ['forwarding=0', 'ignore_routes_with_linkdown=1', 'hop_limit=33'],
};

/** What can be done to any device. */
export function linkCommands({ pool: { family }, devices }: Named): fc.Arbitrary<string> {
  const device = fc.constantFrom(...devices);
  return weighted(
    [4, words('ip link set', device, fc.constantFrom('down', 'up', 'up'))],
    [0.5, words('ip link set', device, after('mtu', fc.constantFrom(1280, 1400, 1500, 9000)))],
    [0.3, words('ip link set', device, fc.constantFrom('arp off', 'arp on', 'multicast off'))],
    [0.3, words('ip link set', device, fc.constantFrom('alias x', 'group 7', 'txqueuelen 77'))],
    [0.4, words('ip link del', device)],
    [0.5, words('ip link set', device, after('netns', fc.constantFrom('nosuch')))],
    [
      0.5,
      words(
        'ip link set',
        device,
        after('address', fc.constantFrom('02:00:00:00:55:01', 'ff:00:00:00:00:01')),
      ),
    ],
    [
      1,
      words(
        fc.constantFrom('sysctl -w'),
        words(
          device.map((name) => `net.ipv${family}.conf.${name}.`),
          fc.constantFrom(...SETTINGS[family]),
        ).map((text) => text.replace(' ', '')),
      ),
    ],
  );
}

/** Addresses of devices come and go. */
export function addressCommands({ pool, devices }: Named): fc.Arbitrary<string> {
  const own = fc.constantFrom(...pool.own);
  const length = pool.family === 4 ? fc.constantFrom(24, 32) : fc.constantFrom(64, 128);
  const address = fc.tuple(own, length).map(([one, bits]) => `${one}/${bits}`);
  const rest = pool.family === 4 ? '' : 'nodad';
  return weighted(
    [2, words('ip addr add', address, 'dev', fc.constantFrom(...devices), rest)],
    [1, words('ip addr del', address, 'dev', fc.constantFrom(...devices))],
    [0.3, words('ip addr flush dev', fc.constantFrom(...devices), 'scope global')],
  );
}

/** Everything that is there, as the tools print it. */
export function deviceListings({ pool, devices, tables }: Named): fc.Arbitrary<string> {
  const device = fc.constantFrom(...devices);
  const style = fc.constantFrom('', '', '-o ', '-j ', '-br ', '-j -p ');
  const detailed = fc.constantFrom('', '', '-o ', '-j ', '-br ', '-j -p ', '-d ', '-d -j ');
  const family = `-${pool.family}`;
  return weighted(
    [
      2,
      words(
        detailed.map((options) => `ip ${options}link show`),
        device,
      ),
    ],
    [1, style.map((options) => `ip ${options}link`)],
    [1, style.map((options) => `ip ${options}${family} addr`)],
    [
      1,
      words(
        style.map((options) => `ip ${options}${family} addr show`),
        device,
      ),
    ],
    [1, words(`ip ${family} route show table`, fc.constantFrom(...tables, 'all', 'main'))],
    [
      1,
      fc.constantFrom(
        `ip ${family} rule`,
        `ip -j ${family} rule`,
        'ip vrf',
        'ip link show type vlan',
      ),
    ],
    [
      4,
      words(
        `ip ${family} route get`,
        fc.constantFrom(...pool.destinations),
        weighted(
          [3, maybe(after('oif', device), 2)],
          [2, words(after('from', fc.constantFrom(...pool.senders)), after('iif', device))],
          [1, after('from', fc.constantFrom(...pool.own))],
        ),
        maybe(after('mark', fc.constantFrom(1, 2, 0x10))),
      ),
    ],
  );
}
