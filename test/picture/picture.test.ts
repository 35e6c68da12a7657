import { describe, expect, it } from 'vitest';
import { Host, icmp } from 'nexthop';
import { printDot, printSvg } from 'nexthop/picture';
import { layOut } from '../../src/picture/layout.js';
import { pictureOf } from '../../src/picture/picture.js';
import type { Rectangle } from '../../src/picture/point.js';

const ROUTED = Host.fromCommands(`
  ip netns add far
  ip link add near type veth peer name near netns far
  ip link set near up
  ip -n far link set near up
  ip addr add 10.7.0.1/24 dev near
  ip -n far addr add 10.7.0.2/24 dev near
  ip -n far link set lo up
`);

const BRIDGED = Host.fromCommands(`
  ip netns add left
  ip netns add right
  ip link add br0 type bridge
  ip link add pl type veth peer name eth0 netns left
  ip link add pr type veth peer name eth0 netns right
  ip link set pl master br0
  ip link set pr master br0
  ip link set br0 up
  ip link set pl up
  ip link set pr up
  ip -n left link set eth0 up
  ip -n right link set eth0 up
  ip -n left addr add 10.8.0.1/24 dev eth0
  ip -n right addr add 10.8.0.2/24 dev eth0
`);

const TUNNELLED = ROUTED.run(`
  ip tunnel add tn mode ipip local 10.7.0.1 remote 10.7.0.2
  ip link set tn up
  ip addr add 10.9.0.1/24 dev tn
  ip -n far tunnel add tn mode ipip local 10.7.0.2 remote 10.7.0.1
  ip -n far link set tn up
  ip -n far addr add 10.9.0.2/24 dev tn
`);

const WITHOUT_PEER = [
  'ip link add wg0 type wireguard',
  'ip link set wg0 up',
  'ip addr add 10.6.0.1/24 dev wg0',
];

/** The way of a ping as spots, a line for each step. */
function wayOf(host: Host, dst: string): readonly string[] {
  const { steps } = pictureOf(host, host.ping({ dst }));
  return steps.map(({ number, path, end }) => `${number} ${path.join(' ')}: ${end}`);
}

describe('the way of a packet', () => {
  it('leads along a cable and back', () => {
    expect(wayOf(ROUTED, '10.7.0.2')).toEqual([
      '1 / /near: under way',
      '2 /near far/near far/: delivered',
      '3 far/ far/near: under way',
      '4 far/near /near /: delivered',
    ]);
  });

  it('passes a bridge, and not the IP layer beside it', () => {
    expect(wayOf(Host.fromMachine(BRIDGED.machine, 'left'), '10.8.0.2').slice(0, 3)).toEqual([
      '1 left/ left/eth0: under way',
      '2 left/eth0 /pl /br0 /pr: under way',
      '3 /pr right/eth0 right/: delivered',
    ]);
  });

  it('goes into a tunnel, and out of it at the other end', () => {
    expect(wayOf(TUNNELLED, '10.9.0.2').slice(0, 4)).toEqual([
      '1 / /tn: under way',
      '2 /tn / /near: under way',
      '3 /near far/near far/: delivered',
      '4 far/ far/tn far/: delivered',
    ]);
  });

  it('ends where the packet is dropped', () => {
    const walled = ROUTED.run('ip netns exec far iptables -A INPUT -p icmp -j DROP');
    expect(wayOf(walled, '10.7.0.2').at(-1)).toBe('2 /near far/near far/: dropped');
  });

  it('ends at the device that has nobody to send it to', () => {
    const host = Host.fromCommands(WITHOUT_PEER);
    expect(wayOf(host, '10.6.0.9')[0]).toBe('1 / /wg0: dropped');
    expect(printDot(host, host.ping({ dst: '10.6.0.9' }))).toContain('1 dropped: AllowedIPs');
  });

  it('ends where nothing is known any more', () => {
    const host = Host.fromCommands([
      'ip link add out type dummy',
      'ip link set out up',
      'ip addr add 10.6.0.1/24 dev out',
    ]);
    expect(wayOf(host, '10.6.0.9')).toEqual(['1 / /out: left']);
  });

  it('shows lo when a packet takes it, and only then', () => {
    const host = Host.fromCommands('ip link set lo up');
    const titles = (journey?: ReturnType<Host['ping']>): readonly string[] =>
      pictureOf(host, journey).boxes.flatMap(({ spots }) => spots.map(({ title }) => title));
    expect(titles(host.ping({ dst: '127.0.0.1' }))).toEqual(['IP', 'lo']);
    expect(titles()).toEqual(['IP']);
  });
});

describe('a picture', () => {
  const EVIL = 'a<b&"\\\u001b';
  const host = ROUTED.run([
    `ip netns add 'x">y'`,
    `ip link add '${EVIL}' type dummy`,
    'ip link add link near name near.5 type vlan id 5',
    'ip link add v type vrf table 7',
    'ip link set near.5 master v',
  ]);

  it('has names as texts, whatever is in them', () => {
    const svg = printSvg(host);
    expect(svg).toContain(String.raw`>a&lt;b&amp;&quot;\\x1b</text>`);
    expect(svg).toContain('>x&quot;&gt;y</text>');
    const dot = printDot(host);
    expect(dot).toContain(String.raw`label="a<b&\"\\\\x1b\ndummy, down"`);
    expect(dot).toContain('label="x\\">y"');
  });

  it('has each name in the language of Graphviz declared once, and in use', () => {
    const dot = printDot(host, host.ping({ dst: '10.7.0.2' }));
    const declared = [...dot.matchAll(/^ {4}(n\d+) \[/gm)].map(([, name]) => name);
    const used = [...dot.matchAll(/(n\d+) -> (n\d+)/g)].flatMap(([, a, b]) => [a, b]);
    expect(new Set(declared).size).toBe(declared.length);
    expect(declared).toEqual(expect.arrayContaining(used));
  });

  it('closes every element that it opens', () => {
    const svg = printSvg(host, host.ping({ dst: '10.7.0.2' }));
    const open: string[] = [];
    for (const [, close, name = '', alone] of svg.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
      if (close === '' && alone === '') open.push(name);
      else if (close === '/' && open.pop() !== name) open.push(`${name} is not open`);
    }
    expect(open).toEqual([]);
  });

  it('has each device in the box of its namespace, and no two things in one place', () => {
    const picture = pictureOf(host, undefined);
    const { spots, boxes } = layOut(picture);
    picture.boxes.forEach((box, index) => {
      for (const { id } of box.spots) {
        expect(isWithin(spots.get(id)!, boxes[index]!)).toBe(true);
      }
    });
    for (const things of [boxes, [...spots.values()]]) {
      for (const [index, one] of things.entries()) {
        expect(things.slice(index + 1).filter((other) => overlap(one, other))).toEqual([]);
      }
    }
  });

  it('numbers a loop once, and draws it in the colour of what is dropped', () => {
    const loop = ROUTED.run([
      'sysctl -w net.ipv4.ip_forward=1',
      'ip netns exec far sysctl -w net.ipv4.ip_forward=1',
      'sysctl -w net.ipv4.conf.near.accept_local=1',
      'ip route add 10.1.0.0/16 via 10.7.0.2',
      'ip -n far route add 10.1.0.0/16 via 10.7.0.1',
    ]);
    const svg = printSvg(loop, loop.journey(icmp({ dst: '10.1.0.1', ttl: 9 })));
    expect(svg.length).toBeLessThan(20_000);
    expect(svg).toMatch(/>1\+?<\/text>/);
  });
});

function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
