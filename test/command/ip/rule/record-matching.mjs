// Records which flows the live kernel's rules take: run it as root.
//
//   node test/command/ip/rule/record-matching.mjs
//
// Each rule leads to table 100, which alone has a default route, so that `ip route get` tells whether the rule took the flow.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

if (process.env.INSIDE === undefined) {
  const env = { ...process.env, INSIDE: '1' };
  const own = fileURLToPath(import.meta.url);
  process.exit(
    spawnSync('unshare', ['-n', process.execPath, own], { env, stdio: 'inherit' }).status,
  );
}

/** Pseudo-random numbers that are the same in every recording. */
let state = 20250727;
function random() {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return (state >>> 8) / 0x800000;
}
const pick = (choices) => choices[Math.floor(random() * choices.length)];
const maybe = (chance, word, choices) => (random() < chance ? [word, pick(choices)] : []);

const ADDRESSES = {
  4: {
    prefixes: [
      '10.0.1.0/24',
      '10.0.2.1',
      '10.0.2.9/8',
      '0.0.0.0',
      '0.0.0.0/1',
      '128.0.0.0/1',
      '8.8.8.8',
      '8.0.0.0/7',
    ],
    own: ['10.0.1.1', '10.0.2.1'],
    far: ['10.0.2.9', '10.0.2.77', '172.16.0.9'],
    destinations: ['8.8.8.8', '9.9.9.9', '203.0.113.5'],
    tos: ['4', '8', '0x10', '0x1c'],
  },
  6: {
    prefixes: [
      'fd00:1::/64',
      'fd00:2::1',
      'fd00:2::9/16',
      '::',
      '::/1',
      '8000::/1',
      '2001:db8::8',
      '2001:db8::/32',
    ],
    own: ['fd00:1::1', 'fd00:2::1'],
    far: ['fd00:2::9', 'fd00:2::77', '2001:db8:9::9'],
    destinations: ['2001:db8::8', '2001:db8:5::9', '2a00::5'],
    tos: ['4', '8', '0x10', '0x1c', '0x20', '0xb8', '0xfc'],
  },
};

function randomRule(family) {
  const { prefixes, tos } = ADDRESSES[family];
  const words = [
    ...maybe(0.3, 'from', prefixes),
    ...maybe(0.2, 'to', prefixes),
    ...maybe(0.2, 'fwmark', ['0', '1', '7', '1/0xff', '0/0xff', '5/0', '0x15/0xf0', '0x80000001']),
    ...maybe(0.2, 'iif', ['lo', 'e1', 'e2', 'nosuch']),
    ...maybe(0.1, 'oif', ['lo', 'e1', 'e2', 'nosuch']),
    ...maybe(0.1, 'uidrange', ['0-0', '1-1000', '1000-4294967294']),
    ...maybe(0.2, 'ipproto', ['tcp', 'udp', 'icmp', '0', '99']),
    ...maybe(0.15, 'sport', ['1-100', '53', '80/0xfff0', '1000-65534']),
    ...maybe(0.15, 'dport', ['1-100', '53', '80/0xfff0', '1000-65534']),
    ...(random() < 0.5
      ? maybe(0.3, 'tos', tos)
      : maybe(0.3, 'dscp', ['0', '4', '46', '4/4', '0/1', '8/0x38', 'CS5'])),
    ...(family === 6 ? maybe(0.1, 'flowlabel', ['0', '5', '4/6']) : []),
    ...maybe(0.03, 'tun_id', ['5']),
  ];
  return random() < 0.25 ? ['not', ...words] : words;
}

function randomFlow(family) {
  const { own, far, destinations } = ADDRESSES[family];
  const arriving = random() < 0.35;
  const ports = random() < 0.5;
  return {
    to: pick(destinations),
    ...(arriving ? { from: pick(far), iif: 'e2' } : random() < 0.5 ? { from: pick(own) } : {}),
    ...(random() < 0.5 ? { mark: pick([0, 1, 7, 0x11, 0x1f, 0x101, 0x80000001]) } : {}),
    ...(random() < 0.4 ? { tos: pick([0, 4, 8, 0x10, 0x1c, 0x20, 0x30, 0xa0, 0xb8, 0xfc]) } : {}),
    ...(ports
      ? {
          ipproto: pick(['tcp', 'udp']),
          sport: pick([53, 80, 90, 5000]),
          dport: pick([53, 80, 90, 65535]),
        }
      : {}),
    ...(!arriving && random() < 0.3 ? { uid: pick([0, 1, 1000, 4000000]) } : {}),
    ...(!arriving && random() < 0.3 ? { oif: 'e1' } : {}),
  };
}

function ip(...words) {
  const { status, stdout, stderr } = spawnSync('ip', words, { encoding: 'utf8' });
  return { exit: status, stdout, stderr };
}

function must(...words) {
  const { exit, stderr } = ip(...words);
  if (exit !== 0) throw new Error(`ip ${words.join(' ')}: ${stderr}`);
}

function setUp() {
  for (const name of [
    'net.ipv4.ip_forward=1',
    'net.ipv6.conf.all.forwarding=1',
    'net.ipv6.conf.default.accept_dad=0',
  ]) {
    spawnSync('sysctl', ['-qw', name]);
  }
  must('link', 'set', 'lo', 'up');
  for (const n of ['1', '2']) {
    must('link', 'add', `e${n}`, 'type', 'veth', 'peer', 'name', `p${n}`);
    must('link', 'set', `e${n}`, 'up');
    must('link', 'set', `p${n}`, 'up');
    must('address', 'add', `10.0.${n}.1/24`, 'dev', `e${n}`);
    must('-6', 'address', 'add', `fd00:${n}::1/64`, 'dev', `e${n}`, 'nodad');
  }
  must('route', 'add', 'default', 'via', '10.0.1.254', 'table', '100');
  must('-6', 'route', 'add', 'default', 'via', 'fd00:1::fe', 'table', '100');
}

function record(family) {
  const rule = randomRule(family);
  const own = `-${family}`;
  const added = ip(own, 'rule', 'add', 'pref', '100', ...rule, 'table', '100');
  if (added.exit !== 0) return [];
  const flows = Array.from({ length: 12 }, () => randomFlow(family)).map((flow) => {
    const words = Object.entries(flow).flatMap(([key, value]) =>
      key === 'to' ? [value] : [key, key === 'tos' ? value.toString(16) : `${value}`],
    );
    const { stdout, stderr } = ip(own, 'route', 'get', ...words);
    const taken = stdout.includes(' table 100 ');
    // A flow that is bound to a device goes on without a route, as if its destination were on the link.
    if (!taken && stdout === '' && !/unreachable|No route to host/.test(stderr)) {
      throw new Error(`${rule.join(' ')} ${words.join(' ')}: ${stdout}${stderr}`);
    }
    return Object.assign(flow, { taken });
  });
  must(own, 'rule', 'delete', 'pref', '100');
  return [{ family, rule: rule.join(' '), flows }];
}

setUp();
const recorded = {
  kernel: spawnSync('uname', ['-r'], { encoding: 'utf8' }).stdout.trim(),
  iproute2: ip('-V').stdout.replace(/.*iproute2-([^,]*).*/s, '$1'),
};
const lines = [4, 6].flatMap((family) => Array.from({ length: 150 }, () => record(family)).flat());
writeFileSync(
  new URL('matching.jsonl', import.meta.url),
  [{ recorded }, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''),
);
